import {
  check,
  compileMember,
  compileRole,
  decide,
  defaultSchema,
  explain,
  grantsOf,
  parsePermissionName,
  parseScope,
  PermissionSchema,
  type CompiledMember,
  type Decision,
  type Question,
  type RoleSource,
  type Scope,
  type Target,
  type TypedId,
} from '@castellan/core';
import { caseOf, cases, type Case, type CaseQuestion } from './load';

const NOW = Date.parse('2026-06-01T00:00:00.000Z');

type Ask = (question: CaseQuestion) => Decision;

/** The schema as any schema: a case's names are texts. */
const schemaOf = ({ schema }: Case): PermissionSchema =>
  schema === null ? (defaultSchema as PermissionSchema) : new PermissionSchema(schema);

function scopeOf(text: string): Scope {
  const scope = parseScope(text);
  if (scope === null) throw new Error(`no scope: ${text}`);
  return scope;
}

function typedId(text: string): TypedId {
  const scope = scopeOf(text);
  if (scope.kind !== 'typed') throw new Error(`not type/id: ${text}`);
  return { type: scope.type, id: scope.id };
}

function roleSource(schema: PermissionSchema, { policies, roles }: Case, name: string): RoleSource {
  const builtin = schema.roles.find(({ id }) => id === name);
  const policyIds = roles[name] ?? builtin?.policies ?? [];
  return {
    roleId: name,
    policies: policyIds.map((policyId) => {
      const own = policies[policyId] ?? schema.policies.find(({ id }) => id === policyId);
      if (own === undefined) throw new Error(`no policy: ${policyId}`);
      return { policyId, effect: own.effect ?? 'allow', permissions: own.permissions };
    }),
  };
}

function memberOf(schema: PermissionSchema, given: Case, name: string): CompiledMember {
  const { status, roles } = given.members[name]!;
  const assigned = roles.map(({ role, scope, expires_at: expires }) => ({
    role: compileRole(schema, roleSource(schema, given, role)),
    scope: scopeOf(scope),
    origin: 'manual' as const,
    expiresAt: expires === null ? null : Date.parse(expires),
  }));
  return compileMember({ userId: name, status }, assigned, 0);
}

function questionOf(schema: PermissionSchema, { resources }: Case, asked: CaseQuestion): Question {
  const name = parsePermissionName(asked.permission);
  if (name === null) throw new Error(`no permission name: ${asked.permission}`);
  const target = targetOf(schema, resources, asked);
  return target === undefined ? name : { ...name, target };
}

function targetOf(schema: PermissionSchema, resources: Case['resources'], asked: CaseQuestion): Target | undefined {
  if (asked.in !== null) return { containers: [asked.in, ...(resources[asked.in] ?? [])].map(typedId) };
  if (asked.resource === null) return undefined;
  const { type, id } = typedId(asked.resource);
  const known = resources[asked.resource]?.map(typedId);
  return { id, containers: known ?? (schema.containerOf(type) === null ? [] : null) };
}

const naively =
  (given: Case): Ask =>
  (asked) => {
    const schema = schemaOf(given);
    const member = memberOf(schema, given, asked.member);
    const grants = grantsOf(member);
    return decide(schema, { ...member, orgId: 'acme', grants }, questionOf(schema, given, asked), NOW);
  };

const compiled =
  (given: Case): Ask =>
  (asked) => {
    const schema = schemaOf(given);
    const member = memberOf(schema, given, asked.member);
    const question = questionOf(schema, given, asked);
    const reason = check(member, schema.indexOf(question), question.target, NOW);
    const { by } = explain(schema, member, question, NOW);
    return { allowed: reason === 'granted', reason, by };
  };

const all = cases();

describe.each([
  ['the naive engine', naively],
  ['the compiled engine', compiled],
])('%s', (_, engine) => {
  it.each(all.map((one) => [one.file, one] as const))('decides as %s says', (_file, given) => {
    const ask = engine(given);
    for (const asked of given.questions) {
      const { allowed, reason, by } = ask(asked);
      const named = asked.by === null ? null : (by?.policyId ?? 'nothing');
      expect({ ...asked, allowed, reason, by: named }).toEqual(asked);
    }
  });
});

describe('the cases', () => {
  it('are at least fifty, short, and each about something else', () => {
    expect(all.length).toBeGreaterThanOrEqual(50);
    expect(new Set(all.map(({ about }) => about)).size).toBe(all.length);
  });

  it('name only permissions and scopes that can be stored', () => {
    for (const given of all) {
      const schema = schemaOf(given);
      const sources = Object.keys(given.roles).map((name) => roleSource(schema, given, name));
      for (const source of sources) expect(() => compileRole(schema, source)).not.toThrow();
    }
  });

  const legal = { about: 'x', members: { alice: [] }, questions: [] as unknown[] };
  const ask = { member: 'alice', permission: 'apps:read', allowed: false, reason: 'no-grant' };

  it.each([
    ['an unknown key', { ...legal, polices: {} }, 'the file has the unknown keys polices'],
    ['a missing key', { about: 'x', members: {} }, 'the file lacks questions'],
    ['an unknown key of a policy', { ...legal, policies: { p: { permissions: [], name: 'p' } } }, 'keys name'],
    ['an unknown key of a question', { ...legal, questions: [{ ...ask, why: 'x' }] }, 'questions[0] has the unknown'],
    [
      'a question without a reason',
      { ...legal, questions: [{ ...ask, reason: undefined }] },
      'questions[0] lacks reason',
    ],
    ['a question of two forms', { ...legal, questions: [{ ...ask, resource: 'a/b', in: 'c/d' }] }, 'both resource'],
    ['a member that is not there', { ...legal, questions: [{ ...ask, member: 'bob' }] }, 'no member "bob"'],
    ['a policy that is not there', { ...legal, roles: { r: ['p'] } }, 'no policy "p"'],
    ['a role that is not there', { ...legal, members: { alice: ['r'] } }, 'no role "r"'],
    ['a container that is not there', { ...legal, resources: { 'apps/a': 'ws-1' } }, 'no container "workspaces/ws-1"'],
    ['a time that is none', { ...legal, members: { alice: [{ role: 'rl-admin', expires_at: 'soon' }] } }, 'no time'],
  ])('are refused with %s', (_, source, message) => {
    expect(() => caseOf('x.yaml', JSON.stringify(source))).toThrow(message);
  });
});
