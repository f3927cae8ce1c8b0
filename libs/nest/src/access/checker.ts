import {
  isId,
  unavailable,
  type Decision,
  type PermissionName,
  type PermissionSchema,
  type Target,
  type TypedId,
} from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Access } from './access';
import { AccessOptions } from './access.options';
import { CompiledMembers } from './compiled-members';
import { KnownContainers, type ContainersOf } from './known-containers';

/** May a user do this: on a registered thing, in a container (a thing of a type that contains things), or everywhere (null). */
export interface MemberQuestion {
  readonly userId: string;
  readonly name: PermissionName;
  readonly on: TypedId | null;
}

/** A question made ready for an answer: whom it is about (null for who is no member), and on what. */
export interface ReadyQuestion {
  readonly access: Access | null;
  readonly target: Target | undefined;
  /** What contains the thing asked about; null when that is not known, or is of no matter. */
  readonly containers: readonly TypedId[] | null;
}

/** How often it starts again because grants and registry were not of one state. */
const MOST_TRIES = 5;

const stranger: Decision = { allowed: false, reason: 'not-a-member', by: null };

/** Answers questions about members of an organisation; what contains what is the registry's word. */
@Injectable()
export class Checker {
  constructor(
    private readonly options: AccessOptions,
    private readonly members: CompiledMembers,
    private readonly containers: KnownContainers,
  ) {}

  /** The answers in the order of the questions, all of one state of the organisation. @throws CastellanError unavailable */
  async check(orgId: string, questions: readonly MemberQuestion[]): Promise<Decision[]> {
    const ready = await this.prepare(orgId, questions);
    return questions.map(({ name }, at) => decided(name, ready[at] as ReadyQuestion));
  }

  /**
   * Finds members and containers for questions, all of one state. `caller` need not be read again: the request that asks has.
   * @throws CastellanError unavailable
   */
  async prepare(
    orgId: string,
    questions: readonly MemberQuestion[],
    caller: Access | null = null,
  ): Promise<ReadyQuestion[]> {
    const { schema } = this.options;
    const keys = questions.map((question) => registeredKey(schema, question));
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const members = await this.accessOf(orgId, questions, tries === 0 ? { caller } : { anew: true });
      const places = await this.places(orgId, members, keys);
      if (places === null) continue;
      return questions.map((question, at) => {
        const containers = places[at] ?? null;
        const access = members.get(question.userId) ?? null;
        return { access, containers, target: targetOf(schema, question, containers) };
      });
    }
    throw unavailable('access', new Error('The organisation changed while it was read, time and again'));
  }

  private async accessOf(
    orgId: string,
    questions: readonly MemberQuestion[],
    { anew = false, caller = null }: { anew?: boolean; caller?: Access | null },
  ): Promise<Map<string, Access | null>> {
    const userIds = [...new Set(questions.map(({ userId }) => userId))];
    const found = userIds.map(async (userId): Promise<Access | null> => {
      if (userId === caller?.userId && orgId === caller.orgId) return caller;
      const member = isId(userId) ? await this.members.of({ orgId, userId }, anew) : null;
      return member === null ? null : new Access(this.options.schema, member);
    });
    const members = await Promise.all(found);
    return new Map(userIds.map((userId, at) => [userId, members[at] ?? null]));
  }

  /** What contains the thing of each question; null when members and registry are not all of one state. */
  private async places(
    orgId: string,
    members: ReadonlyMap<string, Access | null>,
    keys: ReadonlyArray<TypedId | null>,
  ): Promise<ContainersOf | null> {
    const asked = keys.filter((key) => key !== null);
    const [first, ...others] = [...members.values()].flatMap((access) => (access === null ? [] : [access.stamps]));
    if (first === undefined) return keys.map(() => null);
    if (others.some(({ grants, containers }) => grants !== first.grants || containers !== first.containers))
      return null;
    if (asked.length === 0) return keys.map(() => null);
    const found = await this.containers.at(first.containers, orgId, asked);
    let next = 0;
    return found === null ? null : keys.map((key) => (key === null ? null : (found[next++] ?? null)));
  }
}

/** What the registry must be asked for a question. */
function registeredKey(schema: PermissionSchema, { name, on }: MemberQuestion): TypedId | null {
  return on === null || (on.type === name.type && schema.containerOf(name.type) === null) ? null : on;
}

/** The answer to a question that was prepared. */
export const decided = (name: PermissionName, { access, target }: ReadyQuestion): Decision =>
  access === null ? stranger : access.decide(name, target);

/** Registry entries are asked about as `resources` inside the thing that they name, as the guard of their routes does. */
function targetOf(
  schema: PermissionSchema,
  { name, on }: MemberQuestion,
  containers: readonly TypedId[] | null,
): Target | undefined {
  if (on === null) return undefined;
  const inside = containers === null ? null : [on, ...containers];
  if (name.type === 'resources') return { id: on.id, containers: inside };
  if (on.type !== name.type) return { containers: inside };
  return { id: on.id, containers: schema.containerOf(name.type) === null ? [] : containers };
}
