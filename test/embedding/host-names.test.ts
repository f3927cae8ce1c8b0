import 'reflect-metadata';
import { castellanEntities } from '@castellan/nest/database';
import { Column, DataSource, Entity, EntitySchema, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';
import type { DataSourceOptions, Repository } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

@Entity()
class Organisation {
  @PrimaryColumn('text') id!: string;
  @OneToMany('Member', 'organisation') members!: Member[];
  @OneToMany('Policy', 'organisation') policies!: Policy[];
}

@Entity()
class Role {
  @PrimaryColumn('text') id!: string;
  @Column('text') title!: string;
}

@Entity()
class Policy {
  @PrimaryColumn('text') id!: string;
  @ManyToOne('Organisation', 'policies') organisation!: Organisation;
}

@Entity()
class Member {
  @PrimaryColumn('text') id!: string;
  @ManyToOne('Organisation', 'members') organisation!: Organisation;
  @ManyToOne('Role') role!: Role;
}

const declared = [Organisation, Role, Policy, Member];
const role = new EntitySchema<{ id: string }>({ name: 'role', columns: { id: { type: 'text', primary: true } } });
const member = new EntitySchema<{ id: string; role: object }>({
  name: 'member',
  columns: { id: { type: 'text', primary: true } },
  relations: { role: { type: 'many-to-one', target: 'role' } },
});

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Works on the host's own tables, made by synchronize. */
async function withHost(entities: unknown[], work: (host: DataSource) => Promise<void>): Promise<void> {
  const options = { ...dataSourceOptions(database.target), schema: undefined, entities, synchronize: true };
  const host = await new DataSource(options as DataSourceOptions).initialize();
  await work(host);
  for (const { name } of await host.query(`select tablename as name from pg_tables where schemaname = 'public'`)) {
    await host.query(`drop table "${name}" cascade`);
  }
  await host.destroy();
}

describe("a host's entities with the names that we use", () => {
  it.each([
    ['before', [...declared, ...castellanEntities]],
    ['after', [...castellanEntities, ...declared]],
  ])('are related to each other by class name, listed %s ours', async (_, entities) => {
    await withHost(entities, async (host) => {
      const of = <T extends object>(entity: new () => T): Repository<T> => host.getRepository(entity);
      await of(Organisation).insert({ id: 'acme' });
      await of(Role).insert({ id: 'clerk', title: 'Clerk' });
      const organisation = { id: 'acme' };
      await of(Member).insert({ id: 'bob', organisation, role: { id: 'clerk' } });
      await of(Policy).insert({ id: 'everyone', organisation });
      const members = await host
        .getRepository<Member>('Member')
        .find({ relations: { organisation: true, role: true } });
      expect(members).toEqual([{ id: 'bob', organisation, role: { id: 'clerk', title: 'Clerk' } }]);
      const found = await of(Organisation).find({ relations: { members: true, policies: true } });
      expect(found).toEqual([{ id: 'acme', members: [{ id: 'bob' }], policies: [{ id: 'everyone' }] }]);
    });
  });

  it('are related by table name, listed before ours', async () => {
    await withHost([role, member, ...castellanEntities], async (host) => {
      await host.getRepository(role).insert({ id: 'clerk' });
      await host.getRepository(member).insert({ id: 'bob', role: { id: 'clerk' } });
      expect(await host.getRepository(member).find({ relations: { role: true } })).toEqual([
        { id: 'bob', role: { id: 'clerk' } },
      ]);
    });
  });
});
