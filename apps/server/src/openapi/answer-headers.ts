import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type Headers = NonNullable<Components['headers']>;

const seconds = { type: 'integer', minimum: 0 } as const;
const revision = { type: 'string', pattern: '^[0-9]+[.][0-9]+$', example: '1.42' } as const;
const REVISION = 'The epoch of the database, a dot, and a counter that grows with every change of the organisation';
const LIMITED = 'sent when the service limits the rate of requests';

const tag = { type: 'string', pattern: '^"[A-Za-z0-9_-]{27}"$', example: '"q3hS0XGqJwF6hYFqB0nZb1yLr2k"' } as const;
const TAG = 'The tag of this state of the object; send it as `If-Match` with a change';

/** The headers of answers. One that is not required depends on the request, the caller or the deployment. */
export const ANSWER_HEADERS = {
  ETag: { description: TAG, required: true, schema: tag },
  'ETag-Unless-Dry-Run': { description: `${TAG}; not sent for a dry run`, schema: tag },
  'Castellan-Revision': { description: REVISION, required: true, schema: revision },
  'Castellan-Revision-To-Members': { description: `${REVISION}; sent to members only`, schema: revision },
  'Retry-After': { description: 'Seconds to wait before the next try', required: true, schema: seconds },
  'WWW-Authenticate': {
    description: 'The scheme of the credentials',
    required: true,
    schema: { type: 'string', enum: ['Bearer'] },
  },
  'RateLimit-Limit': { description: `Requests per minute; ${LIMITED}`, schema: seconds },
  'RateLimit-Remaining': { description: `Requests left in this minute; ${LIMITED}`, schema: seconds },
  'RateLimit-Reset': { description: `Seconds until the count starts again; ${LIMITED}`, schema: seconds },
} satisfies Headers;

/** A component of `ANSWER_HEADERS`. */
export type AnswerHeader = keyof typeof ANSWER_HEADERS;

const RATE_LIMIT: readonly AnswerHeader[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

/** What decides which headers an answer has. */
export interface HeadedAnswer {
  readonly status: number;
  /** Whether the answer carries an `ETag`. */
  readonly isTagged: boolean | 'unless-dry-run';
  readonly isPublic: boolean;
  /** Whether the route is for the members of an organisation: for them alone, or for platform admins too. */
  readonly isForMembers: boolean | 'and-platform-admins';
}

/** The headers of one answer, as references to the components. */
export function headersOf(answer: HeadedAnswer): Headers {
  const names: readonly AnswerHeader[] = [
    ...tagOf(answer),
    ...revisionOf(answer),
    ...(answer.status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...([429, 503].includes(answer.status) ? (['Retry-After'] as const) : []),
    ...(answer.isPublic || isBeforeGuards(answer) ? [] : RATE_LIMIT),
  ];
  return Object.fromEntries(names.map((name) => [wireName(name), { $ref: `#/components/headers/${name}` }]));
}

function tagOf({ isTagged, status }: HeadedAnswer): readonly AnswerHeader[] {
  if (isTagged === false || status >= 300) return [];
  return [isTagged === true ? 'ETag' : 'ETag-Unless-Dry-Run'];
}

// A 401 goes to nobody in particular, and the HTTP server does not know who asks.
function revisionOf(answer: HeadedAnswer): readonly AnswerHeader[] {
  if (answer.isForMembers === false || isBeforeGuards(answer) || answer.status === 401) return [];
  return [answer.status < 300 && answer.isForMembers === true ? 'Castellan-Revision' : 'Castellan-Revision-To-Members'];
}

/** Whether the HTTP server answers on its own, before it is known who asks. */
const isBeforeGuards = ({ status }: HeadedAnswer): boolean => [400, 408, 414].includes(status);

const wireName = (name: AnswerHeader): string => name.replace(/-(To-Members|Unless-Dry-Run)$/, '');
