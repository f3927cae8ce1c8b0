import { parsePermission } from '@castellan/core';
import { canonicalPermissions, notePermissions, permissionsIn } from '../../libs/nest/src/policies/permission-list';

describe('a list of permissions', () => {
  it('is parsed once, and so is its canonical form', () => {
    const sent = ['apps:read', 'apps:*:read', 'tools:t-1:write'];
    const read = permissionsIn(sent);
    expect(permissionsIn(sent)).toBe(read);
    const canonical = canonicalPermissions(sent);
    expect(canonical).toEqual(['apps:*:read', 'tools:t-1:write']);
    expect(permissionsIn(canonical)[1]).toBe(read[2]);
    expect(permissionsIn(canonical)).toEqual(canonical.map(parsePermission));
  });

  it('is not parsed where its check has done so', () => {
    const sent = ['no permission at all'];
    const read = [parsePermission('apps:*:read')];
    notePermissions(sent, read);
    expect(permissionsIn(sent)).toBe(read);
  });
});
