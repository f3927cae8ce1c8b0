import { compileMember, compileRole, type RoleSource } from '@castellan/core';
import { MISSION, organisation, sourceOf } from './organisation';
import { assignmentsOf, compiledMembers, compiledRoles } from './ours';
import type { Line } from './line';
import { heldBytes, interleaved, median, timed } from './timing';

const ROUNDS = 11;

function repeated(times: number, run: () => unknown): void {
  for (let i = 0; i < times; i++) run();
}

/** Time of compiling, and memory of what is compiled. */
export function compiling(): Line[] {
  const generated = organisation({ ...MISSION, questions: 0 });
  const { schema } = generated;
  const sources = generated.roles.map(sourceOf);
  const roles = compiledRoles(generated);
  const assigned = generated.members.map((own) => assignmentsOf(roles, own));
  const user = { userId: 'user', status: 'active' as const };
  const compileAll = (): unknown => assigned.map((own) => compileMember(user, own, 0));
  const each = (source: RoleSource): unknown => compileRole(schema, source);
  const reloadEach = (): unknown => sources.map((source) => [each(source), compileMember(user, assigned[0]!, 0)]);
  const [members, all, one] = interleaved(ROUNDS, [
    () => timed(() => repeated(20, compileAll)) / 20 / assigned.length,
    () => timed(() => repeated(20, () => sources.map(each))) / 20,
    () => timed(() => repeated(20, reloadEach)) / 20 / sources.length,
  ]).map(median);
  const userIds = generated.members.map((_, at) => `user-${at}`);
  const memory = heldBytes(() => compiledMembers(generated, roles)) - heldBytes(() => userIds.map((id) => `${id} `));
  return [
    { figure: 'memory of a member', value: memory / assigned.length, unit: 'B', most: 400 },
    { figure: 'memory of a role', value: heldBytes(() => sources.map(each)) / sources.length, unit: 'B' },
    { figure: 'compiling a member', value: members! / 1e3, unit: 'us', most: 2 },
    { figure: "compiling the organisation's roles", value: all! / 1e6, unit: 'ms', most: 5 },
    {
      figure: 'reloading after one role changed',
      value: one! / 1e6,
      unit: 'ms',
      most: 0.2,
      note: 'a role and a member',
    },
  ];
}
