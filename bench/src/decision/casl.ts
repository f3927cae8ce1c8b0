import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { plainly, type Contestant } from './contestant';
import type { Organisation, Policy } from './organisation';

type Thing = { readonly type: string; readonly id: string | null };

const QUESTIONS = 100_000;

/** CASL, with the ability of every member cached and the subjects made beforehand. */
export function casl({ roles, members, questions }: Organisation): Contestant {
  const ofRole = roles.map(({ policies }) => policies.flatMap(rulesOf));
  const detectSubjectType = (thing: unknown): string => (typeof thing === 'string' ? thing : (thing as Thing).type);
  const abilities = members.map((own) =>
    createMongoAbility(
      own.flatMap((at) => ofRole[at] ?? []),
      { detectSubjectType: detectSubjectType as never },
    ),
  );
  const { member, type, action, id } = questions;
  const count = Math.min(QUESTIONS, questions.count);
  // The whole organisation is a thing without an id: CASL's question about a type asks whether anything of it is allowed.
  const things = Array.from({ length: count }, (_, at): Thing => ({ type: type[at]!, id: id[at]! }));
  return plainly('@casl/ability', count, (at) => abilities[member[at]!]!.can(action[at]!, things[at] as never));
}

const rulesOf = ({ effect, granted }: Policy): RawRuleOf<MongoAbility>[] =>
  granted.map(({ type, action, id }) => ({
    action,
    subject: type,
    inverted: effect === 'deny',
    ...(id === null ? {} : { conditions: { id } }),
  }));
