import { type Decision, type PermissionName, type PermissionSchema, type Target, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { throwHttpExceptionsFrom } from '../errors/castellan.exception';
import type { Access } from './access';
import { CastellanOptions } from './castellan.options';
import { KnownContainers, type ContainersOf } from './state/known-containers';
import { MembersInOneState } from './state/members-in-one-state';
import { readOneState } from './state/one-state';

/** May a user do this: on a registered thing, in a container (a thing of a type that contains things), or everywhere (null). */
export interface MemberQuestion {
  readonly userId: string;
  readonly name: PermissionName;
  readonly on: TypedId | null;
  /** What contains the thing, the nearest first, where the asker knows; else the registry is asked. */
  readonly containers?: readonly TypedId[] | null;
}

/** A thing, and what its asker says contains it, the nearest first. A class, so that no body of a request can be one. */
export class ContainedThing {
  constructor(
    readonly thing: TypedId,
    readonly containers: readonly TypedId[],
  ) {}
}

/** A thing that is not registered, and what contains it, the nearest first: to be asked about. */
export const contained = ({ type, id }: TypedId, ...containers: readonly TypedId[]): ContainedThing =>
  new ContainedThing({ type, id }, containers);

/** A question made ready for an answer: whom it is about (null for who is no member), and on what. */
export interface ReadyQuestion {
  readonly access: Access | null;
  readonly target: Target | undefined;
  /** What contains the thing asked about; null when that is not known, or is of no matter. */
  readonly containers: readonly TypedId[] | null;
}

const stranger: Decision = { allowed: false, reason: 'not-a-member', by: null };

/** Answers questions about members of an organisation; what contains what is the registry's word. */
@Injectable()
export class Checker {
  constructor(
    private readonly options: CastellanOptions,
    private readonly members: MembersInOneState,
    private readonly containers: KnownContainers,
  ) {}

  /** The answers in the order of the questions, all of one state of the organisation. @throws CastellanError unavailable */
  async check(orgId: string, questions: readonly MemberQuestion[]): Promise<Decision[]> {
    const ready = await this.prepare(orgId, questions);
    return questions.map(({ name }, at) => decided(name, ready[at] as ReadyQuestion));
  }

  /**
   * Finds members and containers for questions, all of one state. `caller` is loaded again only when it is of another state.
   * @throws CastellanError unavailable
   */
  async prepare(
    orgId: string,
    questions: readonly MemberQuestion[],
    caller: Access | null = null,
  ): Promise<ReadyQuestion[]> {
    const { schema } = this.options;
    const userIds = questions.map(({ userId }) => userId);
    for (const question of questions) assertContainers(schema, question);
    const keys = questions.map((question) => registeredKey(schema, question));
    const { members, found } = await readOneState('The registry', async (isFirst) => {
      const loaded = await this.members.load(orgId, userIds, isFirst ? { known: caller } : { anew: true });
      const found = await this.containersAt(loaded.containers, orgId, keys);
      return found === null ? undefined : { members: loaded.members, found };
    });
    return questions.map((question, at) => {
      const access = members.get(question.userId) ?? null;
      const inside = question.containers ?? found[at] ?? null;
      return { access, containers: inside, target: targetOf(schema, question, inside) };
    });
  }

  /** What contains the thing of each question in the state with this stamp; null when the registry has gone on. */
  private async containersAt(
    stamp: string | null,
    orgId: string,
    keys: ReadonlyArray<TypedId | null>,
  ): Promise<ContainersOf | null> {
    const asked = keys.filter((key) => key !== null);
    if (stamp === null || asked.length === 0) return keys.map(() => null);
    const found = await this.containers.readAt(stamp, orgId, asked);
    let next = 0;
    return found === null ? null : keys.map((key) => (key === null ? null : (found[next++] ?? null)));
  }
}

// A deny on a container of the right type would not be seen.
function assertContainers(schema: PermissionSchema, { name, on, containers = null }: MemberQuestion): void {
  const type = on === null || name.type === 'resources' ? name.type : on.type;
  const wrong = containers?.find((container) => !schema.canContain(container.type, type));
  if (wrong !== undefined) throw new Error(`${type} are said to be in ${wrong.type}: the schema has no such container`);
}

/** What the registry must be asked for a question. */
function registeredKey(schema: PermissionSchema, { name, on, containers = null }: MemberQuestion): TypedId | null {
  return on === null || containers !== null || (on.type === name.type && schema.containerOf(name.type) === null)
    ? null
    : on;
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

throwHttpExceptionsFrom(Checker, 'check', 'prepare');
