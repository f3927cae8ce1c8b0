import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { PermissionSchema } from '@castellan/core';
import jwt from 'jsonwebtoken';
import request, { type Response, type Test } from 'supertest';
import { Client as DatabaseClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Query } from '../../bench/src/databases';
import type { Config } from '../../apps/server/src/config';
import { createDocument } from '../../apps/server/src/docs';
import { startServer, type RunningServer } from '../../apps/server/src/server';
import { openTestDatabase, type TestDatabase } from './database';
import { DocumentedAnswers } from './documented-answers';

const SECRET = 'a secret of the tests, at least 32 bytes long';
export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'castellan';
export const OPERATOR = 'operator';

/** A listening service over a database of its own, and short ways to talk to it. */
export interface TestServer {
  readonly url: string;
  readonly dataSource: DataSource;
  /** Stores much, past the service and past the time that it gives one statement. */
  fill(store: (query: Query) => Promise<void>): Promise<void>;
  readonly running: RunningServer;
  /** A token of a user; claims may be added or, with undefined, taken out. */
  token(user: string, claims?: Record<string, unknown>): string;
  /** A client that sends this user's token. */
  as(user: string, claims?: Record<string, unknown>): Client;
  /** A client that sends no token. */
  readonly anonymous: Client;
  /** Makes an organisation of its own, with this Admin, and tells its id. */
  org(admin?: string): Promise<string>;
  close(): Promise<void>;
}

/** Requests with one user's token. */
export interface Client {
  get(path: string): Test;
  post(path: string, body?: unknown): Test;
  put(path: string, body?: unknown): Test;
  delete(path: string): Test;
  head(path: string): Test;
}

/** Starts the real service on a free port. */
export async function startTestServer(
  options: { schema?: PermissionSchema; config?: Partial<Config>; database?: TestDatabase } = {},
): Promise<TestServer> {
  const database = options.database ?? (await openTestDatabase());
  const config: Config = {
    production: false,
    port: 0,
    host: '127.0.0.1',
    dataDir: '/nonexistent',
    logLevel: 'silent',
    jwt: { kind: 'secret', secret: SECRET },
    issuer: ISSUER,
    audience: AUDIENCE,
    platformAdmins: [OPERATOR],
    ...options.config,
  };
  const running = await startServer(config, { database: database.target, schema: options.schema });
  const { url } = running;
  const dataSource = running.app.get(DataSource);
  let documented: DocumentedAnswers | undefined;
  const check = (test: Test) => (answer: Response) => {
    documented ??= new DocumentedAnswers(createDocument(running.app));
    const asked = { method: test.method, path: test.url.slice(url.length) };
    const problems = documented.problems(asked, answer);
    if (problems.length > 0) throw new Error(`${asked.method} ${asked.path}: ${problems.slice(0, 5).join('; ')}`);
  };
  const as = (user: string, claims?: Record<string, unknown>): Client => clientOf(url, check, tokenOf(user, claims));
  return {
    url,
    running,
    dataSource,
    as,
    token: tokenOf,
    anonymous: clientOf(url, check),
    async fill(store) {
      const { target } = database;
      if (!('url' in target)) return store((text, values) => dataSource.query(text, values));
      const client = new DatabaseClient({ connectionString: target.url });
      await client.connect();
      try {
        await store(async (text, values) => (await client.query(text, values)).rows as never);
      } finally {
        await client.end();
      }
    },
    async org(admin = 'alice') {
      const orgId = `org-${randomBytes(6).toString('hex')}`;
      const body = { org_id: orgId, name: `Organisation ${orgId}`, admin_user_id: admin };
      await as(OPERATOR).post('/v1/orgs', body).expect(201);
      return orgId;
    },
    async close() {
      await running.close();
      await database.close();
    },
  };
}

function tokenOf(user: string, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const all = { sub: user, iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 3600, ...claims };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return jwt.sign(said, SECRET, { algorithm: 'HS256', noTimestamp: !('iat' in said) });
}

/** A client whose every answer is held against the OpenAPI document. */
function clientOf(url: string, check: (test: Test) => (answer: Response) => void, token?: string): Client {
  const agent = request(url);
  const sent = (test: Test, body?: unknown): Test => {
    test.expect(check(test));
    const signed = token === undefined ? test : test.set('Authorization', `Bearer ${token}`);
    return body === undefined ? signed : signed.send(body as object);
  };
  return {
    get: (path) => sent(agent.get(path)),
    head: (path) => sent(agent.head(path)),
    post: (path, body) => sent(agent.post(path), body),
    put: (path, body) => sent(agent.put(path), body),
    delete: (path) => sent(agent.delete(path)),
  };
}
