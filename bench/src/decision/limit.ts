import type { Contestant } from './contestant';
import type { Organisation, Role } from './organisation';

/** A member as two bitsets, and the ids of its roles: written for this bench, with nothing that is not asked for in it. */
interface Bits {
  readonly everywhere: Uint32Array;
  readonly somewhere: Uint32Array;
  readonly ids: ReadonlyArray<ReadonlyMap<string, readonly number[]>>;
}

interface Prepared {
  readonly members: readonly Bits[];
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

function prepared({ types, actions, roles, members }: Organisation): Prepared {
  const numbers = new Map(
    types.map((type, at) => [type, new Map(actions.map((action, i) => [action, at * actions.length + i]))]),
  );
  const words = Math.ceil((types.length * actions.length) / 32);
  const numberOf = (type: string, action: string): number => numbers.get(type)?.get(action) ?? -1;
  const ofRole = roles.map((role) => bitsOf(role, words, numberOf));
  const merged = members.map((own): Bits => {
    const [everywhere, somewhere] = [new Uint32Array(words), new Uint32Array(words)];
    for (const at of own) {
      ofRole[at]?.everywhere.forEach((word, i) => (everywhere[i]! |= word));
      ofRole[at]?.somewhere.forEach((word, i) => (somewhere[i]! |= word));
    }
    return { everywhere, somewhere, ids: own.flatMap((at) => ofRole[at]?.ids ?? []) };
  });
  return { members: merged, numbers };
}

function bitsOf({ policies }: Role, words: number, numberOf: (type: string, action: string) => number): Bits {
  const [everywhere, somewhere] = [new Uint32Array(words), new Uint32Array(words)];
  const ids = new Map<string, number[]>();
  for (const { type, action, id } of policies.flatMap(({ granted }) => granted)) {
    const number = numberOf(type, action);
    (id === null ? everywhere : somewhere)[number >>> 5]! |= 1 << (number & 31);
    if (id !== null) ids.set(id, [...(ids.get(id) ?? []), number]);
  }
  return { everywhere, somewhere, ids: [ids] };
}

function isAllowed({ everywhere, somewhere, ids }: Bits, number: number, id: string | null): boolean {
  const [word, bit] = [number >>> 5, 1 << (number & 31)];
  if ((everywhere[word]! & bit) !== 0) return true;
  if (id === null || (somewhere[word]! & bit) === 0) return false;
  for (let i = 0; i < ids.length; i++) if (ids[i]!.get(id)?.includes(number) === true) return true;
  return false;
}

/** The limit, with the number of the permission at hand. */
export function limitByIndex(organisation: Organisation): Contestant {
  const { members, numbers } = prepared(organisation);
  const { member, type, action, id, count } = organisation.questions;
  const number = Uint16Array.from({ length: count }, (_, at) => numbers.get(type[at] as string)!.get(action[at]!)!);
  const answer = (at: number): boolean => isAllowed(members[member[at]!]!, number[at]!, id[at]!);
  const round = (to: number): number => {
    let allowed = 0;
    for (let at = 0; at < to; at++) if (isAllowed(members[member[at]!]!, number[at]!, id[at]!)) allowed++;
    return allowed;
  };
  return { name: 'limit, index in hand', questions: count, answer, round };
}

/** The limit, asked by type, action and id. */
export function limitByName(organisation: Organisation): Contestant {
  const { members, numbers } = prepared(organisation);
  const { member, type, action, id, count } = organisation.questions;
  const answer = (at: number): boolean =>
    isAllowed(members[member[at]!]!, numbers.get(type[at]!)!.get(action[at]!)!, id[at]!);
  const round = (to: number): number => {
    let allowed = 0;
    for (let at = 0; at < to; at++) if (answer(at)) allowed++;
    return allowed;
  };
  return { name: 'limit, by name', questions: count, answer, round };
}
