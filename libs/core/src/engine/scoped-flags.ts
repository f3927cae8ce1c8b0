import type { NameFlags } from '../schema/permission-index';
import type { Scope } from '../grammar/scope';

/** What grants on one id reach: those on the bare id, and those on the id with a type. */
export interface ScopedFlags {
  readonly bare: NameFlags | null;
  readonly typed: readonly TypedFlags[];
}

/** What grants on an id with a type reach. */
export interface TypedFlags {
  readonly type: string;
  readonly reached: NameFlags;
}

/** The flags of one name. */
export function flagsAt({ first, flags }: NameFlags, index: number): number {
  const at = index - first;
  return at >= 0 && at < flags.length ? (flags[at] as number) : 0;
}

/** Collects what the grants of one role reach by scope. A scope that one pattern alone reaches holds that pattern's own flags. */
export class ScopedFlagsBuilder {
  readonly byId = new Map<string, ScopedFlags>();
  self: NameFlags | null = null;
  private readonly unions = new Map<NameFlags, Map<NameFlags, NameFlags>>();

  /** Adds what a grant with this scope reaches; the scope `*` is not kept here. */
  add(scope: Scope, reached: NameFlags): void {
    if (scope.kind === 'all') return;
    if (scope.kind === 'self') {
      this.self = this.union(this.self, reached);
      return;
    }
    const { bare, typed } = this.byId.get(scope.id) ?? NOTHING;
    if (scope.kind === 'id') this.byId.set(scope.id, { bare: this.union(bare, reached), typed });
    else this.byId.set(scope.id, { bare, typed: this.withType(typed, scope.type, reached) });
  }

  private withType(typed: readonly TypedFlags[], type: string, reached: NameFlags): TypedFlags[] {
    const known = typed.find((one) => one.type === type) ?? null;
    const others = typed.filter((one) => one !== known);
    return [...others, { type, reached: this.union(known?.reached ?? null, reached) }];
  }

  /** Both together. The same two give the same object: a thousand ids with the same actions share one. */
  private union(one: NameFlags | null, other: NameFlags): NameFlags {
    if (one === null || one === other) return other;
    const unions = this.unions.get(one) ?? new Map<NameFlags, NameFlags>();
    this.unions.set(one, unions);
    const known = unions.get(other) ?? united(one, other);
    unions.set(other, known);
    return known;
  }
}

const NOTHING: ScopedFlags = { bare: null, typed: [] };

function united(one: NameFlags, other: NameFlags): NameFlags {
  const first = Math.min(one.first, other.first);
  const end = Math.max(one.first + one.flags.length, other.first + other.flags.length);
  const flags = new Uint8Array(end - first);
  flags.set(one.flags, one.first - first);
  other.flags.forEach((found, at) => (flags[other.first - first + at]! |= found));
  return { first, flags };
}
