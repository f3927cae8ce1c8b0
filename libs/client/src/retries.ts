import { retryAfterOf } from './errors';

/** The longest that is waited for another try, in milliseconds: an answer that asks for more is handed over. */
const LONGEST_WAIT = 20_000;

/** Whether a request may be sent again although it may have been carried out: reads, tries, and what has the same effect twice. */
export function isRepeatable({ method, url, headers }: Request): boolean {
  const { pathname, searchParams } = new URL(url);
  if (method === 'GET' || searchParams.get('dry_run') === 'true') return true;
  if (method === 'POST') return /\/iam\/check(\/batch)?$/.test(pathname);
  // With a condition, the second time would be told that somebody else changed the object.
  return !headers.has('If-Match');
}

/**
 * How long to wait before a request is sent again, in milliseconds; null where it is not to be.
 * @param response null when none came
 * @param tries how often it was sent
 */
export function waitBeforeRetry(request: Request, response: Response | null, tries: number): number | null {
  const status = response?.status ?? 0;
  // A 429 was turned away at the door, whatever it was.
  if (status !== 429 && !([0, 502, 503, 504].includes(status) && isRepeatable(request))) return null;
  const said = response === null ? null : retryAfterOf(response.headers);
  if (said !== null) return said * 1_000 <= LONGEST_WAIT ? said * 1_000 : null;
  // Full jitter: clients that failed together do not come back together.
  return Math.random() * Math.min(LONGEST_WAIT, 500 * 2 ** tries);
}
