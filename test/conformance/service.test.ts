import { AccessService, type Access } from '@castellan/nest';
import { parsePermissionName, type PermissionName, type Target } from '@castellan/core';
import { cases, type Case, type CaseQuestion } from './load';
import { closeServers, schemaOf, store, typedIdOf } from './stored';

afterAll(closeServers);

/** What is asked about, with what the case says of its containers. */
function targetOf(given: Case, { resource, in: place }: CaseQuestion): Target | undefined {
  const { resources } = given;
  if (place !== null) return { containers: [place, ...(resources[place] ?? [])].map(typedIdOf) };
  if (resource === null) return undefined;
  const { type, id } = typedIdOf(resource);
  const known = resources[resource]?.map(typedIdOf);
  return { id, containers: known ?? (schemaOf(given).containerOf(type) === null ? [] : null) };
}

it.each(cases().map((one) => [one.file, one] as const))('the service decides as %s says', async (_, given) => {
  const { server, orgId, nameOf } = await store(given);
  const service = server.running.app.get(AccessService);
  for (const asked of given.questions) {
    const access = (await service.of(orgId, asked.member)) as Access;
    const name = parsePermissionName(asked.permission) as PermissionName;
    const { allowed, reason, by } = access.decide(name, targetOf(given, asked));
    const named = asked.by === null ? null : nameOf(by?.policyId ?? 'nothing');
    expect({ ...asked, allowed, reason, by: named }).toEqual(asked);
  }
});
