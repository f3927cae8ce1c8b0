// What DESIGN §2 says about deciding, word by word and in no hurry. It shares nothing with libs/core but the question.

interface NaiveAction {
  label?: string;
  implies?: readonly string[];
  explicit?: boolean;
}

/** The types of a schema, as declared. */
export type NaiveTypes = Record<string, { actions: Record<string, NaiveAction> }>;

/** A grant as it is written down. */
export interface NaiveGrant {
  permission: string;
  effect: 'allow' | 'deny';
  within: string;
  expiresAt: number | null;
}

/** Who asks, with all that was granted. */
export interface NaiveMember {
  userId: string;
  status: string;
  grants: readonly NaiveGrant[];
}

/** What is asked. */
export interface NaiveQuestion {
  type: string;
  action: string;
  target?: { id?: string; containers: readonly { type: string; id: string }[] | null };
}

/** The reason that DESIGN §2 gives for the answer. */
export function naiveReason(types: NaiveTypes, member: NaiveMember, question: NaiveQuestion, now: number): string {
  const declared = Object.entries(types).find(([type]) => type === question.type);
  if (!declared || !Object.keys(declared[1].actions).includes(question.action)) return 'unknown-permission';
  if (member.status !== 'active') return member.status;

  const live = member.grants.filter(({ expiresAt }) => expiresAt === null || now < expiresAt);
  const denies = live.filter(({ effect, permission }) => effect === 'deny' && isDenyOf(permission, question));
  const allows = live.filter(
    ({ effect, permission }) => effect === 'allow' && isAllowOf(permission, question, declared[1].actions),
  );

  if (!question.target) {
    if (denies.length > 0) return 'denied';
    return allows.some(({ permission, within }) => scopeOf(permission) === '*' && within === '*')
      ? 'granted'
      : 'no-grant';
  }
  const applies = ({ permission, within }: NaiveGrant, scopes: readonly string[]): boolean =>
    scopes.includes(scopeOf(permission)) && scopes.includes(within);
  const known = scopesThatMatch(question, member.userId);
  if (denies.some((grant) => applies(grant, known))) return 'denied';
  if (!allows.some((grant) => applies(grant, known))) return 'no-grant';
  // Not knowing the containers, any container may be one of them.
  const named = denies.flatMap(({ permission, within }) => [scopeOf(permission), within]);
  const possible = question.target.containers === null ? named.filter((text) => text !== '$self') : [];
  return denies.some((grant) => applies(grant, [...known, ...possible])) ? 'context-missing' : 'granted';
}

const scopeOf = (permission: string): string => permission.split(':')[1] as string;

/** Every scope that matches what the question is about, written as a permission writes it. */
function scopesThatMatch({ type, target }: NaiveQuestion, userId: string): string[] {
  const things = [...(target?.containers ?? [])];
  if (target?.id !== undefined) things.push({ type, id: target.id });
  const itself = type === 'members' && target?.id === userId ? ['$self'] : [];
  return ['*', ...itself, ...things.flatMap((thing) => [written(thing.id), `${thing.type}/${written(thing.id)}`])];
}

function written(id: string): string {
  const encoded = [...id].map((c) => (':*/%'.includes(c) ? `%${c.charCodeAt(0).toString(16).toUpperCase()}` : c));
  return encoded.join('').replace(/^\$/, '%24');
}

function isDenyOf(permission: string, question: NaiveQuestion): boolean {
  const [type, , action] = permission.split(':');
  return (type === '*' || type === question.type) && (action === '*' || action === question.action);
}

function isAllowOf(permission: string, question: NaiveQuestion, actions: Record<string, NaiveAction>): boolean {
  const [type, , action] = permission.split(':') as [string, string, string];
  if (type !== '*' && type !== question.type) return false;
  if (action === '*') return !actions[question.action]?.explicit;
  let reached = [action];
  for (const _ of Object.keys(actions)) {
    reached = [...new Set([...reached, ...reached.flatMap((name) => actions[name]?.implies ?? [])])];
  }
  return reached.includes(question.action);
}
