import { compileRole, type CompiledMember, type PermissionSchema } from '@castellan/core';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Sql } from '../../database/database';
import { CastellanOptions } from '../castellan.options';
import { compileHolder } from './compile-holder';
import { CompiledRoles } from './compiled-roles';
import { alwaysRead, Freshness } from './freshness';
import { memberText, type GrantsSource, type KnownMember, type MemberKey, type Stamps } from '../sources/grants-source';
import { Sources, type Replacement } from '../sources/sources';
import { HeavyLoads, readWholeMember, type WholeMember } from './whole-member';
import { readOneState } from './one-state';
import { StampsReader } from './stamps-reader';

/** Where members are read, and what stands in for it at present. */
type Source = GrantsSource & { readonly replacement?: Replacement | null };

interface Cached extends KnownMember {
  /** What stood in for the source when it was read. */
  readonly replacement: Replacement | null;
  /** Taken before the stamps were read. */
  readonly mark: number;
  /** Whether all of its roles are kept: else it is not either. */
  readonly lasts: boolean;
}

type Load = Promise<Cached | null>;

/**
 * Compiled members, each used only while its stamps are those of the database. A check never sees anything older than
 * the moment it was asked: it reads the stamps itself, or loads the member itself, or compares with stamps that it read.
 */
@Injectable()
export class CompiledMembers {
  private readonly members: LRUCache<string, Cached>;
  private readonly loads = new Map<string, Load>();
  private readonly roles: CompiledRoles;
  private readonly heavy = new HeavyLoads();

  constructor(
    private readonly options: CastellanOptions,
    @Inject(Sources) private readonly source: Source,
    private readonly stamps: StampsReader,
    @Inject(Freshness) private readonly freshness: Freshness,
  ) {
    this.members = new LRUCache({ max: options.cachedMembers });
    this.roles = new CompiledRoles(options.schema, options.cachedOrganizations, (orgId) => this.forget(orgId));
  }

  /**
   * A member as of now; null for a user who is no member.
   * @param anew compares also what the host allows to be out of date
   * @throws CastellanError unavailable, when the organisation changes faster than it can be read
   */
  load(key: MemberKey, anew = false): Promise<KnownMember | null> {
    const text = memberText(key);
    return readOneState('The organisation', () => this.asOfNow(text, key, anew));
  }

  /** The same; undefined when what it waited for was older than its question. */
  private async asOfNow(text: string, key: MemberKey, anew: boolean): Promise<KnownMember | null | undefined> {
    const known = this.kept(text);
    if (!anew && known !== undefined && this.freshness.holds(key.orgId, known.mark)) return known;
    const running = this.loads.get(text);
    // A load that begins now is true of a moment after the question.
    if (known === undefined && running === undefined) return this.begin(text, key);
    const mark = this.freshness.mark();
    const stamps = await this.stamps.read(key);
    if (stamps === null) return null;
    const found = this.keep(text, this.kept(text), stamps, mark);
    if (found !== null) return found;
    const other = this.loads.get(text);
    if (other === undefined) return this.begin(text, key);
    const loaded = this.keep(text, (await other) ?? undefined, stamps, mark);
    return loaded ?? undefined;
  }

  /** A member that is cached and need not be compared with anything; undefined when it must be read. */
  atHand(key: MemberKey): KnownMember | undefined {
    const known = this.kept(memberText(key));
    return known !== undefined && this.freshness.holds(key.orgId, known.mark) ? known : undefined;
  }

  /** The same through a transaction, past everything that is cached. */
  async loadThrough(sql: Sql, key: MemberKey): Promise<KnownMember | null> {
    const { schema } = this.options;
    const whole = await readWholeMember(
      this.source,
      key,
      {
        latest: () => new Map(),
        find: () => undefined,
        add: (read) => read.map((role) => compileRole(schema, role)),
        // Invariant: who is in a transaction waits for nobody: others may wait for its locks.
        beginHeavy: () => Promise.resolve(() => undefined),
      },
      sql,
    );
    return whole === null ? null : { ...key, stamps: whole.stored.stamps, compiled: compiled(schema, key, whole) };
  }

  /** What is cached, unless it came from another source. */
  private kept(text: string): Cached | undefined {
    const known = this.members.get(text);
    return known !== undefined && known.replacement === this.replacement ? known : undefined;
  }

  private get replacement(): Replacement | null {
    return this.source.replacement ?? null;
  }

  // Invariant: it is given the stamps that it was compared with. Its own may be older in what is not compared here: the
  // registry's stamp says what contains what.
  /** What is cached or was loaded, when it is true of the moment at which these stamps were read. */
  private keep(text: string, known: Cached | undefined, stamps: Stamps, mark: number): Cached | null {
    if (known === undefined || !isAt(known, stamps)) return null;
    const found = { ...known, stamps, mark };
    // Where every check reads, nobody asks later how old this is.
    if (found.lasts && this.freshness !== alwaysRead) this.members.set(text, found);
    return found;
  }

  // Invariant: one load of a member at a time, and whoever did not begin it compares its stamps. An error is not kept.
  private begin(text: string, key: MemberKey): Load {
    const load = this.read(key)
      .then((loaded) => {
        if (loaded?.lasts === true) this.members.set(text, loaded);
        else this.members.delete(text);
        return loaded;
      })
      .finally(() => this.loads.delete(text));
    this.loads.set(text, load);
    return load;
  }

  private async read(key: MemberKey): Load {
    const mark = this.freshness.mark();
    const { orgId } = key;
    const { replacement } = this;
    const whole = await readWholeMember(this.source, key, {
      latest: () => this.roles.latest(orgId),
      find: (stamp) => this.roles.find(orgId, stamp),
      add: (read) => this.roles.add(orgId, read),
      beginHeavy: () => this.heavy.begin(orgId),
    });
    if (whole === null) return null;
    // A member holds on to its roles: kept longer than they are, it would keep them out of every bound.
    const lasts = whole.stored.assignments.every(({ stamp }) => this.roles.find(orgId, stamp) !== undefined);
    return {
      ...key,
      mark,
      lasts,
      replacement,
      stamps: whole.stored.stamps,
      compiled: compiled(this.options.schema, key, whole),
    };
  }

  /** Lets go of the members of an organisation whose roles are kept no longer. */
  private forget(orgId: string): void {
    const prefix = memberText({ orgId, userId: '' });
    for (const text of this.members.keys()) if (text.startsWith(prefix)) this.members.delete(text);
  }
}

/** Whether a member that was loaded at some moment is the same at the moment of these stamps. */
const isAt = ({ stamps: { grants, member } }: KnownMember, now: Stamps): boolean =>
  grants === now.grants && member === now.member;

function compiled(schema: PermissionSchema, { userId }: MemberKey, { stored, roles }: WholeMember): CompiledMember {
  const held = stored.assignments.map(({ stamp, scope, origin, expiresAt }) => {
    const role = roles.get(stamp);
    if (role === undefined) throw new Error('A role was neither read nor known');
    return { role, scope, origin, expiresAt };
  });
  const { status, directory } = stored;
  return compileHolder(schema, { userId, status, directory, now: Date.now() }, held);
}
