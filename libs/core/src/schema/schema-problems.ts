import { isName } from '../grammar/identifier';
import { OWN_POLICIES, OWN_ROLES, OWN_TYPES } from './own-schema';
import { readPermission } from '../grammar/permission-problem';
import type { BuiltinPolicy, SchemaDeclaration, TypeDeclaration } from './schema-declaration';

type Types = ReadonlyMap<string, TypeDeclaration>;

const MOST_TYPES = 1_000;
const MOST_ACTIONS = 64;
// What PostgreSQL's integer holds.
const MOST_VERSIONS = 2_147_483_647;

/** Every mistake in a declaration, each a sentence that names the place. */
export function schemaProblems(declaration: SchemaDeclaration): string[] {
  const types: Types = new Map(Object.entries({ ...declaration.types, ...OWN_TYPES }));
  const names = Object.keys(declaration.types);
  return [
    ...identityProblems(declaration),
    ...(names.length > MOST_TYPES ? [`types: at most ${MOST_TYPES}`] : []),
    ...names.flatMap((name) => typeProblems(name, declaration.types[name] as TypeDeclaration, types)),
    ...policyProblems(declaration.policies ?? [], types),
    ...roleProblems(declaration),
  ];
}

// Both may come from JavaScript, or from a file.
function identityProblems({ name, version }: { readonly name?: unknown; readonly version?: unknown }): string[] {
  const problems: string[] = [];
  const isNamed = name === undefined || (typeof name === 'string' && isName(name));
  if (!isNamed) problems.push('name: not a name ([a-z][a-z0-9_-]*, at most 64)');
  const isVersion = Number.isInteger(version) && Number(version) >= 1 && Number(version) <= MOST_VERSIONS;
  if (version !== undefined && !isVersion) problems.push(`version: not an integer from 1 to ${MOST_VERSIONS}`);
  return problems;
}

function typeProblems(name: string, type: TypeDeclaration, types: Types): string[] {
  const problems: string[] = [];
  const say = (what: string): unknown => problems.push(`types.${name}${what}`);
  if (!isName(name)) say(': not a name ([a-z][a-z0-9_-]*, at most 64)');
  if (Object.hasOwn(OWN_TYPES, name)) say(": reserved for Castellan's own");
  if (type.parent !== undefined && !types.has(type.parent)) say(`.parent: unknown type "${type.parent}"`);
  if (type.scope === 'workspace' && type.parent !== undefined && type.parent !== 'workspaces') {
    say('.parent: a type with scope "workspace" has the parent "workspaces"');
  }
  if (isInsideItself(name, types)) say('.parent: a type cannot contain itself');
  const actions = Object.entries(type.actions);
  if (actions.length === 0 || actions.length > MOST_ACTIONS) say(`.actions: 1 to ${MOST_ACTIONS}`);
  for (const [action, declared] of actions) {
    if (!isName(action)) say(`.actions.${action}: not a name ([a-z][a-z0-9_-]*, at most 64)`);
    for (const implied of declared.implies ?? []) {
      if (!Object.hasOwn(type.actions, implied)) say(`.actions.${action}.implies: unknown action "${implied}"`);
    }
  }
  return problems;
}

function isInsideItself(name: string, types: Types): boolean {
  const passed = new Set<string>();
  for (let at = types.get(name)?.parent; at !== undefined && !passed.has(at); at = types.get(at)?.parent) {
    if (at === name) return true;
    passed.add(at);
  }
  return false;
}

function policyProblems(policies: readonly BuiltinPolicy[], types: Types): string[] {
  const seen = new Set(OWN_POLICIES.map(({ id }) => id));
  return policies.flatMap((policy) => {
    const problems = idProblems('policies', 'pol-', policy.id, seen);
    for (const text of policy.permissions) {
      const read = readPermission(text, types);
      if ('problem' in read) problems.push(`policies.${policy.id}: "${text}": ${read.problem}`);
    }
    return problems;
  });
}

function roleProblems({ policies = [], roles = [] }: SchemaDeclaration): string[] {
  const known = new Set([...OWN_POLICIES, ...policies].map(({ id }) => id));
  const seen = new Set(OWN_ROLES.map(({ id }) => id));
  return roles.flatMap((role) => [
    ...idProblems('roles', 'rl-', role.id, seen),
    ...role.policies.filter((id) => !known.has(id)).map((id) => `roles.${role.id}.policies: unknown policy "${id}"`),
  ]);
}

function idProblems(where: string, prefix: string, id: string, seen: Set<string>): string[] {
  const problems: string[] = [];
  if (!id.startsWith(prefix) || !isName(id)) problems.push(`${where}.${id}: the id is not "${prefix}" and a name`);
  if (seen.has(id)) problems.push(`${where}.${id}: the id is taken or reserved`);
  seen.add(id);
  return problems;
}
