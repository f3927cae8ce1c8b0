import { ENTRY_POINTS, ExportedTypes } from './exported-types';

describe('the types in public signatures', () => {
  const types = new ExportedTypes();

  it.each(Object.keys(ENTRY_POINTS).filter((name) => name !== '@castellan/core'))(
    'can be named from %s, which exports the signature',
    (entryPoint) => {
      expect(types.missing(entryPoint)).toEqual([]);
    },
  );
});
