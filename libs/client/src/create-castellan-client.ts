import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import { addressOf, checkedBaseUrl } from './address';
import { bearerToken, type TokenSource } from './bearer-token';
import { checkedCall } from './checked-call';
import type { DryRunPaths } from './dry-run-paths';
import { failedAnswer } from './failed-answer';
import type { paths } from './paths.generated';

/** What a client needs to know. */
export interface CastellanClientOptions {
  /** Where the service is: `https://access.example.com`, with a path when it is mounted under one. */
  readonly baseUrl: string;
  /** A bearer token; a function is asked for one at each request, so that it may renew it. */
  readonly token: TokenSource;
  /** Sends the requests instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The changes of the API, each only tried (`dry_run=true`): `data` tells who would gain and lose what. */
export type DryRunClient = Pick<Client<DryRunPaths>, 'POST' | 'PUT' | 'DELETE'>;

/**
 * The REST API: `GET`, `POST`, `PUT` and `DELETE` take a path of the OpenAPI document and its parameters and body, and answer
 * `{ data, error, response }`. There is an `error` for every status from 400; a promise rejects when there was no answer.
 */
export interface CastellanClient extends Pick<Client<paths>, 'GET' | 'POST' | 'PUT' | 'DELETE'> {
  readonly dryRun: DryRunClient;
}

/** A client of the service at `baseUrl`. Throws TypeError for a base that is no such URL. */
export function createCastellanClient({ baseUrl, token, fetch }: CastellanClientOptions): CastellanClient {
  const options: ClientOptions = { baseUrl: checkedBaseUrl(baseUrl), fetch, pathSerializer: addressOf };
  const signed = bearerToken(token);
  const client = createClient<paths>(options);
  const dryRun = createClient<DryRunPaths>(options);
  client.use(signed, failedAnswer);
  dryRun.use(signed, failedAnswer);
  const tried = { dry_run: true };
  return {
    GET: checkedCall(client.GET),
    POST: checkedCall(client.POST),
    PUT: checkedCall(client.PUT),
    DELETE: checkedCall(client.DELETE),
    dryRun: {
      POST: checkedCall(dryRun.POST, tried),
      PUT: checkedCall(dryRun.PUT, tried),
      DELETE: checkedCall(dryRun.DELETE, tried),
    },
  };
}
