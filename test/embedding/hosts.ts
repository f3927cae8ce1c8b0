import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { defineSchema } from '@castellan/core';
import { CastellanGuard, CastellanModule, type CastellanModuleOptions } from '@castellan/nest';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import request from 'supertest';
import { DataSource, type DataSourceOptions, type EntitySchema } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

/** What the hosts of these tests grant: invoices in workspaces, lines in invoices, reports of the organisation. */
export const schema = defineSchema({
  types: {
    invoices: {
      label: 'Invoices',
      scope: 'workspace',
      listable: true,
      actions: { read: { label: 'Read' }, approve: { label: 'Approve' } },
    },
    lines: {
      label: 'Lines',
      scope: 'org',
      parent: 'invoices',
      actions: { read: { label: 'Read' }, approve: { label: 'Approve' } },
    },
    reports: { label: 'Reports', scope: 'org', actions: { read: { label: 'Read' }, send: { label: 'Send' } } },
  },
});

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A host's application: what Nest is given, and what is of the host's own. */
export interface HostParts extends Pick<ModuleMetadata, 'imports' | 'controllers' | 'providers'> {
  readonly platform?: Platform;
  readonly options?: Partial<CastellanModuleOptions>;
  /** In place of `CastellanModule.forRoot`. */
  readonly access?: NonNullable<ModuleMetadata['imports']>[number];
  readonly entities?: ReadonlyArray<EntitySchema<any> | (new () => object)>;
  readonly unbound?: boolean;
  /** What a host does with its application before it listens. */
  readonly prepare?: (app: INestApplication) => void;
}

/** Hosts over one migrated database, all closed together. */
export interface Hosts {
  readonly database: TestDatabase;
  start(parts: HostParts): Promise<INestApplication>;
  /** The application before its start. */
  create(parts: HostParts): Promise<INestApplication>;
  /** A connection beside those of the hosts. */
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

/** Who asks is in a header. */
export const identify = ({ headers }: { headers: Record<string, string | undefined> }): { userId: string } | null =>
  headers['x-user'] === undefined ? null : { userId: headers['x-user'] };

export async function openHosts(): Promise<Hosts> {
  const database = await openTestDatabase();
  const apps: INestApplication[] = [];
  // Those of hosts that did not start, too.
  const opened: Array<Promise<DataSource>> = [];
  const open = (options?: DataSourceOptions): Promise<DataSource> => {
    const opening = new DataSource(options as DataSourceOptions).initialize();
    opened.push(opening);
    return opening;
  };
  const dataSource = await new DataSource({ ...dataSourceOptions(database.target), entities: [] }).initialize();
  const create = async (parts: HostParts): Promise<INestApplication> => {
    const app = await createHost({ database, open }, parts);
    apps.push(app);
    return app;
  };
  return {
    database,
    dataSource,
    create,
    async start(parts) {
      const app = await create(parts);
      await app.init();
      if (parts.platform === 'fastify') await (app as NestFastifyApplication).getHttpAdapter().getInstance().ready();
      return app;
    },
    async close() {
      for (const app of apps) await app.close().catch(() => undefined);
      for (const one of [...(await Promise.all(opened)), dataSource]) if (one.isInitialized) await one.destroy();
      await database.close();
    },
  };
}

interface Opening {
  readonly database: TestDatabase;
  open(options?: DataSourceOptions): Promise<DataSource>;
}

async function createHost({ database, open }: Opening, parts: HostParts): Promise<INestApplication> {
  const { imports = [], controllers = [], providers = [], platform = 'express' } = parts;
  const module = await Test.createTestingModule({
    imports: [
      // A host's own DataSource: its own schema, and none of our entities unless it administers.
      TypeOrmModule.forRootAsync({
        useFactory: () => ({
          ...dataSourceOptions(database.target),
          schema: undefined,
          entities: [...(parts.entities ?? [])],
          retryAttempts: 0,
        }),
        dataSourceFactory: open,
      }),
      parts.access ?? CastellanModule.forRoot({ schema, identify, platformAdmins: ['root'], ...parts.options }),
      ...imports,
    ],
    controllers,
    providers: [...(parts.unbound === true ? [] : [{ provide: APP_GUARD, useExisting: CastellanGuard }]), ...providers],
  }).compile();
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = module.createNestApplication(adapter as ExpressAdapter, { logger: false });
  parts.prepare?.(app);
  return app;
}

/** What a member is given; each list of permissions is a role of its own. */
export interface Given {
  /** Its id; another one each time when it does not say. */
  readonly orgId?: string;
  readonly user?: string;
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
  /** The scope of the assignments. */
  readonly scope?: string;
}

/** Makes an organisation with this member, and tells its id. */
export async function givenMember(dataSource: DataSource, given: Given = {}): Promise<string> {
  const { user = 'bob', allowed = [], denied = [], scope = '*' } = given;
  const { orgId = `org-${randomBytes(6).toString('hex')}` } = given;
  const run = (text: string, ...values: unknown[]): Promise<unknown> => dataSource.query(text, [orgId, ...values]);
  await run(`insert into castellan.organisation (org_id, name) values ($1, $1)`);
  await run(`insert into castellan.organisation_state (org_id) values ($1)`);
  await run(`insert into castellan.member (org_id, user_id) values ($1, $2)`, user);
  for (const [effect, permissions] of Object.entries({ allow: allowed, deny: denied })) {
    const [policy, role] = [`pol-${effect}`, `rl-${effect}`];
    await run(
      `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
       values ($1, $2, $2, $2, $3, $4)`,
      ...[policy, effect, permissions],
    );
    await run(`insert into castellan.role (org_id, role_id, name, name_key) values ($1, $2, $2, $2)`, role);
    await run(
      `insert into castellan.role_policy (org_id, role_id, policy_id, position) values ($1, $2, $3, 1)`,
      ...[role, policy],
    );
    await run(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin) values ($1, $2, $3, $4, 'manual')`,
      ...[user, role, scope],
    );
  }
  return orgId;
}

/** A request of a user, or of nobody. */
export function ask(app: INestApplication, method: 'get' | 'post' | 'put' | 'delete', path: string, user?: string) {
  const test = request(app.getHttpServer())[method](path);
  return user === undefined ? test : test.set('x-user', user);
}
