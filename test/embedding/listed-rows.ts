import { ALL, compileMember, compileRole, parseScope, type Target } from '@castellan/core';
import { Access } from '@castellan/nest';
import { accessOf } from '@castellan/nest/testing';
import { DataSource, EntitySchema } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase } from '../support/database';
import { randomOf } from '../support/random';
import { schema } from './hosts';

/** Rows of a host: projects in workspaces, invoices of projects, lines of invoices. Some refer to nothing, or to what is gone. */
export interface Project {
  id: string;
  workspaceId: string | null;
  title: string;
  deletedAt?: Date | null;
  invoices?: Invoice[];
}

export interface Invoice {
  id: number;
  workspaceId: string | null;
  projectId: string | null;
  paid: boolean;
  project?: Project | null;
  lines?: Line[];
}

export interface Line {
  id: string;
  invoiceId: number | null;
  invoice?: Invoice | null;
}

export const Projects = new EntitySchema<Project>({
  name: 'Project',
  tableName: 'host_project',
  columns: {
    id: { type: 'uuid', primary: true },
    workspaceId: { type: 'text', name: 'workspace_id', nullable: true },
    title: { type: 'text' },
    deletedAt: { type: 'timestamptz', name: 'deleted_at', nullable: true, deleteDate: true },
  },
  relations: { invoices: { type: 'one-to-many', target: 'Invoice', inverseSide: 'project' } },
});

export const Invoices = new EntitySchema<Invoice>({
  name: 'Invoice',
  tableName: 'host_invoice',
  columns: {
    id: { type: 'integer', primary: true },
    workspaceId: { type: 'text', name: 'workspace_id', nullable: true },
    projectId: { type: 'uuid', name: 'project_id', nullable: true },
    paid: { type: 'boolean' },
  },
  relations: {
    project: {
      type: 'many-to-one',
      target: 'Project',
      joinColumn: { name: 'project_id' },
      inverseSide: 'invoices',
      createForeignKeyConstraints: false,
    },
    lines: { type: 'one-to-many', target: 'Line', inverseSide: 'invoice' },
  },
});

export const Lines = new EntitySchema<Line>({
  name: 'Line',
  tableName: 'host_line',
  columns: {
    id: { type: 'uuid', primary: true },
    invoiceId: { type: 'integer', name: 'invoice_id', nullable: true },
  },
  relations: {
    invoice: {
      type: 'many-to-one',
      target: 'Invoice',
      joinColumn: { name: 'invoice_id' },
      inverseSide: 'lines',
      createForeignKeyConstraints: false,
    },
  },
});

export const uuidOf = (at: number): string => `abcdef00-0000-4000-8000-0000000000${String(at).padStart(2, '0')}`;
const WORKSPACES = ['ws-0', 'ws-1', 'ws-2', null];
const GONE = 5;

export const projects: Project[] = Array.from({ length: 6 }, (_, at) => ({
  id: uuidOf(at),
  workspaceId: WORKSPACES[at % 4] as string | null,
  title: `p-${at % 2}`,
  // The last one is softly deleted.
  deletedAt: at === GONE ? new Date() : null,
}));
export const invoices: Invoice[] = Array.from({ length: 16 }, (_, at) => ({
  id: at,
  workspaceId: WORKSPACES[at % 4] as string | null,
  paid: at % 3 === 0,
  // Two have no project, and one's was never there.
  projectId: at % 8 === 7 ? null : uuidOf(at === 14 ? 77 : at % 6),
}));
export const lines: Line[] = Array.from({ length: 20 }, (_, at) => ({
  id: uuidOf(30 + at),
  invoiceId: at === 18 ? null : at === 19 ? 500 : at % 16,
}));

/** The project that a row's relation leads to, or undefined. */
export const projectOf = ({ projectId }: Invoice): Project | undefined =>
  projects.find(({ id, deletedAt }) => id === projectId && deletedAt === null);
export const invoiceOf = ({ invoiceId }: Line): Invoice | undefined => invoices.find(({ id }) => id === invoiceId);
export const inWorkspace = (id: string | null): Array<{ type: string; id: string }> =>
  id === null ? [] : [{ type: 'workspaces', id }];

/** What an invoice is for a question, when its workspace is its project's; null for one that has no project. */
export function targetOf(invoice: Invoice): Target | null {
  const project = projectOf(invoice);
  return project === undefined ? null : { id: String(invoice.id), containers: inWorkspace(project.workspaceId) };
}

/** A host's database with these rows, and more entities when a test needs them. */
export async function openRows(
  more: ReadonlyArray<EntitySchema<any>> = [],
): Promise<{ readonly dataSource: DataSource; close(): Promise<void> }> {
  const database = await openTestDatabase();
  const entities = [Projects, Invoices, Lines, ...more];
  const options = { ...dataSourceOptions(database.target), schema: undefined, entities };
  const dataSource = await new DataSource(options as never).initialize();
  await dataSource.synchronize();
  await dataSource.getRepository(Projects).insert(projects);
  await dataSource.getRepository(Invoices).insert(invoices);
  await dataSource.getRepository(Lines).insert(lines);
  return {
    dataSource,
    async close() {
      await dataSource.destroy();
      await database.close();
    },
  };
}

/** A member who holds these permissions, and is denied those. */
export const given = (permissions: string[], denied: string[] = []): Access =>
  accessOf(schema, { orgId: 'acme', userId: 'bob', permissions, denied });

/** A member with some roles, within scopes of all kinds, on resources, containers and everything. */
export function randomAccess(seed: number): Access {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  const [number, project, line] = [() => random(16), () => uuidOf(random(6)), () => uuidOf(30 + random(20))];
  const scope = (): string =>
    pick([
      '*',
      '*',
      '*',
      `${number()}`,
      `invoices/${number()}`,
      `ws-${random(3)}`,
      `workspaces/ws-${random(3)}`,
      project(),
      line(),
      `lines/${line()}`,
      `reports/${number()}`,
      `workspaces/${number()}`,
      '$self',
      `0${number()}`,
      `+${number()}`,
      `${number()}.0`,
      '99999999999999999999',
      `it's"odd"%3Ap%25`,
      line().toUpperCase(),
    ]);
  const permission = (): string => `${pick(['invoices', 'lines', 'reports', '*'])}:${scope()}:${pick(['read', '*'])}`;
  const role = (at: number) =>
    compileRole(schema, {
      roleId: `rl-${at}`,
      policies: [
        {
          policyId: `pol-${at}`,
          effect: 'allow',
          permissions: Array.from({ length: 1 + random(4) }, () => permission()),
        },
        { policyId: `no-${at}`, effect: 'deny', permissions: random(2) === 0 ? [] : [permission()] },
      ],
    });
  // A role that is held in several scopes makes products of its ids and those scopes.
  const roles = [role(0), role(1)];
  const assigned = Array.from({ length: 1 + random(4) }, () => ({
    role: pick(roles),
    scope: random(2) === 0 ? ALL : (parseScope(scope()) ?? ALL),
    origin: 'manual' as const,
    expiresAt: null,
  }));
  const compiled = compileMember({ userId: 'bob', status: 'active' }, assigned, Date.now());
  const stamps = { epoch: 1, revision: 0, grants: '', containers: '', member: '', profileIat: 0, groupsIat: 0 };
  return new Access(schema, { orgId: 'acme', userId: 'bob', stamps, compiled });
}
