import type { CompiledMember, CompiledRole, Grant, MemberGrants, Question, Reason, Scopes } from '@castellan/core';
import { declaration, NOW } from './given';
import { naiveReason, type NaiveMember, type NaiveTypes } from './naive';
import { anyQuestion, Draw, organisation, writtenGrants, type WrittenMember } from './organisations';

/** What is held against the naive reading: the package, or a changed copy of it. */
export type Engine = typeof import('@castellan/core');

/** A question that the engine answers otherwise than the design. */
export interface Difference {
  readonly what: 'reason' | 'reason of decide' | 'judgement' | 'explanation' | 'scopes';
  readonly member: WrittenMember;
  readonly asked: Question;
  readonly expected: string;
  readonly answered: string;
}

/** How many questions were asked, how often each reason was right, and where the engine was wrong. */
export interface Outcome {
  readonly asked: number;
  readonly reasons: ReadonlyMap<string, number>;
  readonly difference: Difference | null;
}

const plain = (names: string): Record<string, object> => Object.fromEntries(names.split(' ').map((name) => [name, {}]));

/** The types of `schema` for the naive reading. */
export const naiveTypes: NaiveTypes = {
  ...declaration.types,
  workspaces: { actions: plain('read create update delete') },
  members: { actions: plain('read assign remove check') },
  roles: { actions: { ...plain('read create update delete'), bind: { explicit: true } } },
};

/** One member of a random organisation in three forms: written, as grants, and compiled. */
interface Subject {
  readonly written: WrittenMember;
  readonly naive: NaiveMember;
  readonly grants: MemberGrants;
  readonly compiled: CompiledMember;
}

const QUESTIONS_A_MEMBER = 25;

/** Asks random questions of random organisations until one is answered wrong, or `most` are asked. */
export function differences(engine: Engine, seed: number, most: number): Outcome {
  const draw = new Draw(seed);
  const schema = engine.defineSchema(declaration);
  const reasons = new Map<string, number>();
  let asked = 0;
  while (asked < most) {
    for (const subject of subjects(engine, schema, draw)) {
      for (let i = 0; i < QUESTIONS_A_MEMBER; i++, asked++) {
        const question = anyQuestion(draw);
        const expected = naiveReason(naiveTypes, subject.naive, question, NOW);
        const difference = differenceIn(engine, schema, subject, question, expected);
        if (difference !== null) return { asked, reasons, difference };
        reasons.set(expected, (reasons.get(expected) ?? 0) + 1);
      }
    }
  }
  return { asked, reasons, difference: null };
}

type Schema = Parameters<Engine['decide']>[0];

function subjects(engine: Engine, schema: Schema, draw: Draw): Subject[] {
  const { roles, members } = organisation(draw);
  const compiled = new Map(roles.map((role) => [role, engine.compileRole(schema, role)]));
  // Sometimes compiled before anything expired, or by a clock that was set back since: the engine must notice by itself.
  const compiledAt = draw.chance(3) ? NOW : draw.chance(2) ? NOW - 10 : NOW + 10;
  return members.map((written) => {
    const grants = writtenGrants(written);
    const parsed = grants.map((grant): Grant => {
      const within = engine.parseScope(grant.within);
      if (within === null) throw new Error(`no scope: ${grant.within}`);
      return { ...grant, permission: engine.parsePermission(grant.permission), within };
    });
    return {
      written,
      naive: { ...written, grants },
      grants: { ...written, orgId: 'acme', grants: parsed },
      compiled: compiledFrom(engine, written, compiled, compiledAt),
    };
  });
}

function compiledFrom(
  engine: Engine,
  written: WrittenMember,
  roles: ReadonlyMap<unknown, CompiledRole>,
  compiledAt: number,
): CompiledMember {
  const assignments = written.assignments.map(({ role, scope, origin, expiresAt }) => {
    const [compiled, parsed] = [roles.get(role), engine.parseScope(scope)];
    if (compiled === undefined || parsed === null) throw new Error('not of this organisation');
    return { role: compiled, scope: parsed, origin, expiresAt };
  });
  return engine.compileMember(written, assignments, compiledAt);
}

function differenceIn(
  engine: Engine,
  schema: Schema,
  { written: member, grants, compiled }: Subject,
  asked: Question,
  expected: string,
): Difference | null {
  const index = schema.indexOf(asked);
  const differ = (what: Difference['what'], should: string, does: string): Difference | null =>
    should === does ? null : { what, member, asked, expected: should, answered: does };
  const decided = engine.decide(schema, grants, asked, NOW);
  return (
    differ('reason of decide', expected, decided.reason) ??
    differ('reason', expected, engine.check(compiled, index, asked.target, NOW)) ??
    differ('judgement', text(decided), text(engine.decideCompiled(schema, compiled, asked, NOW))) ??
    differ('explanation', text(decided), text(byOf(engine, schema, compiled, asked))) ??
    differ(
      'scopes',
      normal(engine.scopesOf(schema, grants, asked, NOW)),
      normal(engine.compiledScopes(compiled, index, NOW)),
    )
  );
}

function byOf(engine: Engine, schema: Schema, compiled: CompiledMember, asked: Question): object {
  const { allowed, reason, by, allows, denies, couldDeny } = engine.explain(schema, compiled, asked, NOW);
  const enough: Partial<Record<Reason, boolean>> = {
    granted: by === allows[0] && denies.length + couldDeny.length === 0,
    denied: by === denies[0],
    'no-grant': allows.length + denies.length === 0,
    'context-missing': allows.length > 0 && denies.length === 0 && couldDeny.length > 0,
  };
  return enough[reason] === false ? { reason, allows, denies, couldDeny } : { allowed, reason, by };
}

/** Text with the keys of every object sorted. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

/** Scopes as sets: patterns in no order, each once. */
function normal({ all, only, except }: Scopes): string {
  const set = (patterns: Scopes['only']): string[] =>
    [...new Set(patterns.map((pattern) => pattern.map(text).sort().join('&')))].sort();
  return JSON.stringify({ all, only: set(only), except: set(except) });
}
