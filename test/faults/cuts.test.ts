import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { ANSWERED, CHAIN, CONNECTED, GONE, LOCK, TRANSACTION, type Cut } from './built-copy';
import { guards, HELD } from './freshness-guards';

const DIST = join(__dirname, '../../libs/nest/dist');
const cuts: readonly Cut[] = [
  LOCK,
  CHAIN,
  TRANSACTION,
  GONE,
  CONNECTED,
  ANSWERED,
  ...HELD,
  ...guards.flatMap((guard) => guard.cuts),
];

describe('what the faults take out of the build', () => {
  it.each(cuts.map(({ file, from }) => [file, from] as const))('is there, once: %s, %s', (file, from) => {
    expect(readFileSync(join(DIST, file), 'utf8').split(from)).toHaveLength(2);
  });

  it('leaves modules that can be loaded', () => {
    for (const { file, from, to } of cuts) {
      const rest = readFileSync(join(DIST, file), 'utf8').replace(from, () => to);
      expect(() => new Script(rest, { filename: file })).not.toThrow();
    }
  });
});
