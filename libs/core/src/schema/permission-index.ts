import type { PermissionName, Effect } from '../grammar/permission';
import type { TypeDeclaration } from './schema-declaration';

/** What is known of a run of neighbouring names: one byte of flags each, from index `first` on. */
export interface NameFlags {
  readonly first: number;
  readonly flags: Uint8Array;
}

/** The flag of a name that an allow reaches. */
export const ALLOW = 1;
/** The flag of a name that a deny reaches. */
export const DENY = 2;

interface TypeRun {
  readonly first: number;
  readonly actions: ReadonlyMap<string, number>;
}

/** What is reached by each action that a grant on one type may name. */
type Reached = Map<string, NameFlags>;

/** Whether an allow of the action `granted` on `type` reaches `action`. */
type Reaches = (type: string, granted: string, action: string) => boolean;

/** Numbers every `type:action` of a schema, the actions of one type in a row, and knows which of them a pattern reaches. */
export class PermissionIndex {
  /** The type of each index; its length is the number of names. */
  readonly types: readonly string[];
  private readonly names: readonly string[];
  private readonly runs: ReadonlyMap<string, TypeRun>;
  private readonly texts: ReadonlyMap<string, number>;
  private readonly patterns = { allow: new Map<string, Reached>(), deny: new Map<string, Reached>() };

  constructor(
    types: ReadonlyMap<string, TypeDeclaration>,
    private readonly reaches: Reaches,
  ) {
    const names: string[] = [];
    this.types = [...types].flatMap(([type, { actions }]) => Object.keys(actions).map(() => type));
    this.runs = new Map(
      [...types].map(([type, { actions }]) => {
        const first = names.length;
        names.push(...Object.keys(actions));
        return [type, { first, actions: new Map(Object.keys(actions).map((action, at) => [action, first + at])) }];
      }),
    );
    this.names = names;
    this.texts = new Map(names.map((action, index) => [`${this.types[index]}:${action}`, index]));
  }

  /** The index of a name, -1 when the schema does not declare it. */
  indexOf({ type, action }: PermissionName): number {
    return this.runs.get(type)?.actions.get(action) ?? -1;
  }

  /** The index of a name written as `type:action`, -1 when the schema does not declare it. */
  ofText(text: string): number {
    return this.texts.get(text) ?? -1;
  }

  /** The names that a grant pattern reaches. Every caller gets the same object: it must not be written to. */
  matchedBy(effect: Effect, type: string, action: string): NameFlags {
    const ofType = this.patterns[effect].get(type);
    const known = ofType?.get(action);
    if (known !== undefined) return known;
    const made = this.pattern(effect, type, action);
    // Invariant: only what reaches something is kept, so that grants of unknown names cannot fill the memory.
    if (!made.flags.some((flags) => flags !== 0)) return made;
    this.patterns[effect].set(type, (ofType ?? new Map<string, NameFlags>()).set(action, made));
    return made;
  }

  private pattern(effect: Effect, granted: string, grantedAction: string): NameFlags {
    const run = this.runs.get(granted);
    if (granted !== '*' && run === undefined) return { first: 0, flags: new Uint8Array(0) };
    const first = run?.first ?? 0;
    const flags = new Uint8Array(run?.actions.size ?? this.names.length);
    for (let at = 0; at < flags.length; at++) {
      const [type, action] = [this.types[first + at] as string, this.names[first + at] as string];
      if (effect === 'deny') flags[at] = grantedAction === '*' || grantedAction === action ? DENY : 0;
      else flags[at] = this.reaches(type, grantedAction, action) ? ALLOW : 0;
    }
    return { first, flags };
  }
}
