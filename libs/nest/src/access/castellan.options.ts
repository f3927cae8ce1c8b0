import { isUserId, PermissionSchema, type CastellanError } from '@castellan/core';
import type { HttpException } from '@nestjs/common';
import { organizationInPath, type GuardedCall } from './guarded-call';
import { ID_FORMS, type IdForm } from './guard/requirement';
import type { Identity } from './identity';
import {
  anObject,
  aFunction,
  anInteger,
  aPositiveInteger,
  aBoolean,
  listOf,
  oneOf,
  orNull,
  type OptionCheck,
} from './option-checks';
import type { ContainersSource } from './sources/containers-source';
import type { GrantsSource } from './sources/grants-source';

/** How long an existing application may have handlers that declare nothing. */
export interface Adopting {
  /** The day from which on the application does not start: `2027-03-01`. */
  readonly until: string;
}

/** A refusal on its way to the caller: its status, what Castellan would say of it, and the exception that it would throw. */
export interface RefusalDecision {
  readonly status: number;
  /** The reason, the required permission and a hint; empty for a 401. */
  readonly details: CastellanError['details'];
  readonly exception: HttpException;
}

/** Where decisions are read from, in place of Castellan's own tables. */
export type DecisionSource = GrantsSource & Partial<ContainersSource>;

/** What an option that is a function of the call answers, at once or later. */
type Answer<T> = T | null | undefined | Promise<T | null | undefined>;

/** How the guard is told who asks, where, and what can be granted. The initial values are the defaults. */
export class CastellanOptions {
  /** What can be granted. */
  schema!: PermissionSchema;
  /** Who asks; null when nobody has proved who it is. */
  identify: (call: GuardedCall) => Answer<Identity> = ({ user }: GuardedCall) => user as Identity | undefined;
  /** The organisation that the call is about; null when it is about none. */
  organizationFrom: (call: GuardedCall) => Answer<string> = ({ params }: GuardedCall) => organizationInPath(params);
  /** How organisations are written, where a handler reads them through pipes of its own. */
  organizationAs: IdForm | null = null;
  /** User ids that may use handlers marked `@PlatformAdmins()`. */
  platformAdmins: readonly string[] = [];
  /** Milliseconds for which a right that was taken away may still work, in exchange for checks that read nothing. */
  maxStalenessMs = 0;
  /** No other process writes to the database (an embedded one): then what this process did says what is still true. */
  singleProcess = false;
  /** How many members, registered resources and organisations are kept ready; the least recently used go first. */
  cachedMembers = 100_000;
  cachedResources = 100_000;
  cachedOrganizations = 1_000;
  /** What becomes of handlers without a declaration: the application does not start, or it starts and each of them is refused. */
  undeclaredRoutes: 'refuse' | 'deny' = 'refuse';
  /** Handlers (`METHOD /path`, without global prefix and version) of packages that know nothing of us: refused like any other without a declaration, and no reason not to start. */
  thirdPartyRoutes: readonly string[] = [];
  /** Until when handlers without a declaration stay as open as they were. */
  adopting: Adopting | null = null;
  /** Answers a 401 or 403 in the host's own words. */
  refusal: ((decision: RefusalDecision, call: GuardedCall) => HttpException) | null = null;
  /** Explains the first 403 of each kind in the log: by default where it is not production. */
  // eslint-disable-next-line no-restricted-properties -- the one default that Nest applications take from their environment
  explainRefusals = process.env['NODE_ENV'] !== 'production';
  /** Where decisions are read from; null for Castellan's own tables. */
  source: DecisionSource | null = null;

  private readonly given: ReadonlySet<string>;

  constructor(given: Iterable<string> = []) {
    this.given = new Set(given);
  }

  /** Whether the host left an option at its default. */
  isDefault(name: keyof CastellanModuleOptions): boolean {
    return !this.given.has(name);
  }
}

/** What `CastellanModule.forRoot` is given: `schema` is the one option that has no default. */
export type CastellanModuleOptions = Partial<Omit<CastellanOptions, 'isDefault'>> & Pick<CastellanOptions, 'schema'>;

const CHECKS: Readonly<Record<keyof CastellanModuleOptions, OptionCheck>> = {
  schema: (value) => (value instanceof PermissionSchema ? null : 'must be what defineSchema returns'),
  identify: aFunction,
  organizationFrom: aFunction,
  refusal: orNull(aFunction),
  organizationAs: orNull(oneOf(...ID_FORMS)),
  platformAdmins: listOf(isUserId, 'user ids'),
  maxStalenessMs: anInteger,
  singleProcess: aBoolean,
  explainRefusals: aBoolean,
  cachedMembers: aPositiveInteger,
  cachedResources: aPositiveInteger,
  cachedOrganizations: aPositiveInteger,
  undeclaredRoutes: oneOf('refuse', 'deny'),
  thirdPartyRoutes: listOf((text) => /^\S+ \S/.test(text), 'handlers such as "GET /metrics"'),
  adopting: orNull(anAdoption),
  source: orNull(anObject('stamps', 'grants')),
};

/** The options with their defaults. @throws Error that names every option which is not known, or that cannot be meant */
export function castellanOptions(given: CastellanModuleOptions): CastellanOptions {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const problems = entries.flatMap(([name, value]) => {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof CastellanModuleOptions] : null;
    const problem = check === null ? 'is not an option' : check(value);
    return problem === null ? [] : [`${name} ${problem}`];
  });
  if (given.schema === undefined) problems.push('schema is missing: what can be granted, as defineSchema returns it');
  if (problems.length > 0)
    throw new Error(`CastellanModule cannot start with these options:\n- ${problems.join('\n- ')}`);
  return Object.assign(new CastellanOptions(entries.map(([name]) => name)), Object.fromEntries(entries));
}

function anAdoption(value: unknown): string | null {
  const { until, ...more } = Object(value) as Readonly<Record<string, unknown>>;
  const isDay = typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(until));
  return isDay && Object.keys(more).length === 0 ? null : "must be { until: 'YYYY-MM-DD' }";
}
