import { expected, type Answer } from '../faults/api';
import { ISSUER } from '../faults/instance';
import { READ, type Given, type Path } from './path';

const CONNECTION = { issuer: ISSUER, claim: 'tenant', value: 'acme' };
/** Long enough ago for a newer token at each change. */
const SINCE = Math.floor(Date.now() / 1000) - 1_000_000;

/** Connects the organisation, and tells of a way to come with a newer token of these groups. */
async function connected(given: Given): Promise<(...groups: string[]) => Promise<Answer>> {
  await connect(given, CONNECTION);
  let iat = SINCE;
  return async (...groups) => {
    const bob = given.writer.as('bob', { iat: iat++, tenant: 'acme', groups });
    return expected(await bob.get(`${given.iam}/me`), 200);
  };
}

const connect = async (given: Given, sso_connection: typeof CONNECTION | null): Promise<Answer> =>
  expected(await given.alice.put(`/v1/orgs/${given.orgId}`, { sso_connection }), 200);

/** Bob comes to the first instance with a newer token, and asks the second with one that names no groups. */
export const groupsChanged: Path = {
  name: 'SSO groups changed, by a newer token',
  async stage(given) {
    await given.role([await given.policy(READ)], { sso_group_names: ['readers'] });
    const come = await connected(given);
    await come('readers');
    return { set: (has) => (has ? come('others', 'readers') : come('others')) };
  },
};

export const mappingChanged: Path = {
  name: 'SSO mapping changed',
  async stage(given) {
    const role = await given.role([await given.policy(READ)], { sso_group_names: ['readers'] });
    await (
      await connected(given)
    )('readers');
    return { set: (has) => given.put(`/roles/${role}`, { sso_group_names: [has ? 'readers' : 'others'] }) };
  },
};

export const connectionRemoved: Path = {
  name: 'SSO connection removed; made again, with a newer token',
  async stage(given) {
    await given.role([await given.policy(READ)], { sso_group_names: ['readers'] });
    const come = await connected(given);
    await come('readers');
    const set = async (has: boolean): Promise<void> => {
      await connect(given, has ? CONNECTION : null);
      if (has) await come('readers');
    };
    return { set };
  },
};
