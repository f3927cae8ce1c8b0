import type { Path } from '../freshness/path';
import { paths } from '../freshness/paths';
import type { Cut } from './built-copy';
import {
  announced,
  lostListener,
  pausedLong,
  unannounced,
  warmAway,
  pausedReader,
  type Fault,
} from './freshness-faults';

/** Something that keeps answers from being stale, and what must notice when it is taken out. */
export interface Guard {
  readonly name: string;
  readonly cuts: readonly Cut[];
  readonly paths?: readonly Path[];
  readonly faults?: readonly Fault[];
  /** What does the same once more: then nothing is to be noticed. */
  readonly behind?: string;
  /** It takes two changes within one reading to notice: tried five times as often. */
  readonly rare?: true;
}

const [MEMBERS, READER, CONTAINERS] = ['compiled-members', 'stamps-reader', 'known-containers'].map(
  (name) => `access/state/${name}.js`,
) as [string, string, string];
const [FRESHNESS, CHANGES] = ['access/state/freshness.js', 'changes/changes.js'];
const GRANTS = 'access/sources/grants.repository.js';
const [POLICIES, ROLES] = ['policies/policies.service.js', 'roles/roles.service.js'];
const MEMBERSHIPS = 'assignments/memberships.service.js';

const cut = (file: string, from: string, to: string): Cut => ({ file, from, to });

/** Paths whose names begin like this. */
const named = (...starts: readonly string[]): Path[] => {
  const found = starts.map((start) => paths.filter(({ name }) => name.startsWith(start)));
  if (found.some(({ length }) => length === 0)) throw new Error(`No path begins like each of ${starts.join(', ')}`);
  return found.flat();
};

const later = (ms: number): string => `await new Promise((done) => setTimeout(done, Math.random() * ${ms}));`;
const LOAD = 'const stored = await source.grants(key, [...roles.keys()], sql);';
const STAMPS = 'const stamps = await this.source.stamps([...keys.values()]);';

const REGISTRY = 'const found = await this.source.containersOf(orgId, keys);';

/** Loads are held for some time between read and store, answers of stamps for less, and the registry is read later. */
export const HELD: readonly Cut[] = [
  cut('access/state/whole-member.js', LOAD, `${LOAD} ${later(80)}`),
  cut(READER, STAMPS, `${STAMPS} ${later(20)}`),
  cut(CONTAINERS, REGISTRY, `${later(60)} ${REGISTRY}`),
];

const ofMember = named('member removed and added', 'roles replaced', 'one role taken', 'member suspended');
const ofGrants = named('role changed', 'policy changed', 'policy turned', 'policy deleted', 'deny attached');
const ofRegistry = named('resource moved out');
const underLoad = named('resource moved right after');

/** Those of a check. */
const checking: readonly Guard[] = [
  {
    name: 'reading stamps',
    cuts: [cut(FRESHNESS, 'holds: () => false', 'holds: () => true')],
    // Behind it the registry's own stamp stands: that of a cached member is the one of its load.
    paths: [...ofMember, ...ofGrants, ...named('member removed, and', 'role deleted', 'SSO')],
    faults: [pausedReader, warmAway],
  },
  {
    name: "comparing the member's stamp",
    cuts: [cut(MEMBERS, 'grants === now.grants && member === now.member', 'grants === now.grants')],
    paths: [...ofMember, ...named('SSO groups', 'assignment expired')],
  },
  {
    name: "comparing the grants' stamp",
    cuts: [cut(MEMBERS, 'grants === now.grants && member === now.member', 'member === now.member')],
    paths: ofGrants,
  },
  {
    name: "comparing the registry's stamp",
    cuts: [cut(CONTAINERS, 'known?.stamp === stamp &&', 'known !== undefined &&')],
    paths: ofRegistry,
  },
  {
    name: 'one state of registry and grants',
    cuts: [
      cut(CONTAINERS, REGISTRY, `${later(200)} ${REGISTRY}`),
      cut(CONTAINERS, 'found.stamp === stamp ? found.containers : null', 'found.containers'),
    ],
    paths: named('resource moved to'),
  },
  {
    name: 'comparing a load that was joined',
    cuts: [
      cut(
        MEMBERS,
        'const loaded = this.keep(text, (await other) ?? undefined, stamps, mark);',
        'const loaded = await other;',
      ),
    ],
    paths: [...named('roles replaced', 'policy changed'), ...underLoad],
  },
  {
    name: "giving who joined a load the registry's stamp",
    cuts: [cut(MEMBERS, 'return loaded ?? undefined;', 'return loaded === null ? undefined : await other;')],
    paths: underLoad,
  },
  {
    name: 'a statement of stamps that begins after the question',
    cuts: [
      cut(
        READER,
        'const batch = (this.batch ??= this.open());',
        'const batch = this.late?.keys.has(text) ? this.late : (this.batch ??= this.open());',
      ),
      cut(READER, 'const batch = { keys, found };', 'const batch = (this.late = { keys, found });'),
    ],
    paths: named('roles replaced', 'policy changed'),
  },
  {
    name: 'stamps and grants of one moment',
    rare: true,
    cuts: [
      cut(
        GRANTS,
        'return status === null ? null : { ...member, status };',
        `if (status === null) return null; ${later(10)} const stamps = (await this.stamps([{ orgId, userId }]))[0] ?? member.stamps; return { ...member, status, stamps };`,
      ),
    ],
    // Two statements must fall on both sides of a change: the other ways see it by chance.
    paths: named('roles replaced in a batch'),
  },
];

/** The stamps of those who held a role that is deleted. */
const LOST = cut(MEMBERSHIPS, 'for (const userId of holders)\n            change.stampMember(userId);', '');

/** Those of a change: the stamps that it writes. */
const writing: readonly Guard[] = [
  {
    name: 'new stamps of roles',
    cuts: [cut(CHANGES, 'if (change.roles.size > 0)', 'if (false)')],
    paths: ofGrants,
  },
  {
    name: "a new stamp of the organisation's grants",
    cuts: [cut(CHANGES, 'case when $5', 'case when $5 and false')],
    paths: ofGrants,
  },
  {
    name: 'new stamps of members',
    cuts: [cut(CHANGES, 'if (change.members.size > 0)', 'if (false)')],
    paths: named(
      'roles replaced',
      'one role',
      'member suspended',
      'SSO groups',
      'SSO connection',
      'assignment expired',
    ),
  },
  {
    name: 'new stamps of members when the mapping is changed',
    cuts: [cut(CHANGES, 'if (change.members.size > 0)', 'if (false)')],
    paths: named('SSO mapping'),
    behind: 'the stamps that the change of the role itself writes',
  },
  {
    name: 'a new stamp of the registry',
    cuts: [cut(CHANGES, 'case when $6', 'case when $6 and false')],
    paths: ofRegistry,
  },
  {
    name: 'stamps when a policy is changed',
    cuts: [cut(POLICIES, 'if (both.length > 0)\n            change.stampRoles(roleIds);', '')],
    paths: named('policy changed', 'policy turned'),
  },
  {
    name: 'stamps when a policy is deleted',
    cuts: [cut(POLICIES, 'change.stampRoles(roles.map(({ role_id }) => role_id));', '')],
    paths: named('policy deleted'),
  },
  {
    name: 'stamps when a role is changed',
    cuts: [
      cut(
        ROLES,
        'await this.writeLists(change, roleId, input);\n        change.stampRoles([roleId]);',
        'await this.writeLists(change, roleId, input);',
      ),
    ],
    paths: named('role changed', 'deny attached'),
  },
  {
    name: 'stamps of members when a role is deleted',
    cuts: [LOST],
    paths: named('role deleted'),
    behind: "the grants' stamp, which is new too; each holds alone",
  },
  {
    name: 'the stamp of grants when a role is deleted',
    cuts: [cut(ROLES, 'change.stampRoles([]);', '')],
    paths: named('role deleted'),
    behind: "the members' stamps, which are new too; each holds alone",
  },
  {
    name: 'both stamps when a role is deleted',
    cuts: [LOST, cut(ROLES, 'change.stampRoles([]);', '')],
    paths: named('role deleted'),
  },
  {
    name: 'stamps of members who come and go',
    cuts: [
      cut(
        MEMBERSHIPS,
        'change.stampMember(userId);\n            const told',
        'if (before !== null && after !== null) change.stampMember(userId);\n            const told',
      ),
    ],
    paths: named('member removed'),
    behind: 'the row: a removed member has none, and one who is added again has a new one, with a stamp of its own',
  },
];

/** Those of `maxStalenessMs`. */
const leaving: readonly Guard[] = [
  {
    name: 'announcements of changes, and whether they can be heard',
    cuts: [cut(FRESHNESS, ' && hints.listensSince(orgId, mark)', '')],
    faults: [announced, lostListener],
  },
  {
    name: 'whether announcements could be heard all the time',
    cuts: [cut('access/state/change-hints.js', 'this.since <= moment && ', '')],
    faults: [lostListener],
  },
  {
    name: 'the bound of maxStalenessMs',
    cuts: [cut(FRESHNESS, 'performance.now() - mark <= maxStalenessMs && ', '')],
    faults: [unannounced, pausedLong],
  },
];

/** Every guard, to be taken out one by one. */
export const guards: readonly Guard[] = [...checking, ...writing, ...leaving];
