import { CurrentAccess, Public, RequirePermission, type Access } from '@castellan/nest';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable, Scope, type INestApplication } from '@nestjs/common';
import {
  Args,
  Field,
  GraphQLModule,
  ID,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import request from 'supertest';
import { Sources } from '../../libs/nest/src/access/sources/sources';
import { givenMember, openHosts, type Hosts } from './hosts';

@ObjectType()
class Invoice {
  @Field(() => ID) id!: string;
  @Field() amount!: number;
  @Field() secret!: string;
}

@ObjectType()
class Report {
  @Field(() => ID) id!: string;
}

@Resolver(() => Invoice)
class Invoices {
  @Query(() => Invoice)
  @RequirePermission('reports:read', { scope: { arg: 'id' } })
  invoice(@Args('id', { type: () => ID }) id: string, @CurrentAccess() access: Access): Invoice {
    return { id, amount: access.can('reports:send', id) ? 1 : 0, secret: '' };
  }
  @Query(() => [Invoice])
  @RequirePermission('invoices:read', { list: true })
  invoices(): Invoice[] {
    return Array.from({ length: 20 }, (_, at) => ({ id: `inv-${at}`, amount: at, secret: '' }));
  }
  @Query(() => Int)
  @RequirePermission('reports:read', { scope: { arg: 'number', as: 'integer' } })
  count(@Args('number', { type: () => Int }) number: number): number {
    return number;
  }
  @Query(() => Boolean)
  @RequirePermission('reports:read', { scope: { arg: 'ids', each: true } })
  all(@Args('ids', { type: () => [ID] }) _ids: string[]): boolean {
    return true;
  }
  @Mutation(() => Boolean)
  @RequirePermission('reports:read', { scope: { arg: 'ids', each: true } })
  markAll(@Args('ids', { type: () => [ID] }) _ids: string[]): boolean {
    return true;
  }
  @Mutation(() => Invoice) @Public() ping(): Invoice {
    return { id: 'inv-1', amount: 0, secret: '' };
  }
  @Mutation(() => Invoice) @Public() async suspendMe(): Promise<Invoice> {
    const text = `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id <> $1`;
    await hosts.dataSource.query(text, [KEPT.orgId]);
    return { id: 'inv-1', amount: 0, secret: '' };
  }
  @Query(() => String) @Public() open(): string {
    return 'open';
  }
  @Mutation(() => Boolean) @RequirePermission('reports:send') send(): boolean {
    return true;
  }
  @ResolveField(() => String)
  @RequirePermission('reports:send')
  secret(@Parent() { id }: Invoice): string {
    return `secret of ${id}`;
  }
  @ResolveField(() => Number) amount(@Parent() { amount }: Invoice): number {
    return amount;
  }
}

/** Made once a request: it remembers who has it. */
@Injectable({ scope: Scope.REQUEST })
class Remembered {
  readonly loaded: string[] = [];
}

@Injectable({ scope: Scope.REQUEST })
class ScopedLoader {
  constructor(private readonly remembered: Remembered) {}
  scopeOf() {
    this.remembered.loaded.push('inv-1');
    return { id: 'inv-1', containers: [] };
  }
}

@Resolver()
class ScopedResolver {
  constructor(private readonly remembered: Remembered) {}
  @Query(() => Boolean) @RequirePermission('reports:read', { scope: { load: ScopedLoader } }) scoped(): boolean {
    return this.remembered.loaded.includes('inv-1');
  }
}

/** The organisation of the other tests. */
const KEPT = { orgId: '' };

const graphql = (options: object = {}) =>
  GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    playground: false,
    fieldResolverEnhancers: ['guards'],
    // Whoever says so: a test.
    context: ({ req }: { req: { headers: object } }) => ({ req }),
    ...options,
  });

const organizationFrom = ({ headers }: { headers: Record<string, string | undefined> }) => headers['x-org'] ?? null;

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

describe('a GraphQL host', () => {
  let app: INestApplication;
  let orgId: string;
  beforeAll(async () => {
    const providers = [Invoices, Remembered, ScopedLoader, ScopedResolver];
    app = await hosts.start({ imports: [graphql()], providers, options: { organizationFrom } });
    orgId = await givenMember(hosts.dataSource, {
      allowed: ['reports:*:read', 'invoices:*:read'],
      denied: ['reports:inv-2:read', 'reports:8:read'],
    });
    KEPT.orgId = orgId;
  });

  const ask = async (query: string, user?: string) => {
    const sent = request(app.getHttpServer()).post('/graphql').set('x-org', orgId).send({ query });
    const { body } = await (user === undefined ? sent : sent.set('x-user', user));
    return { data: body.data, error: body.errors?.[0]?.extensions, count: body.errors?.length ?? 0 };
  };

  it('lets in who holds the permission, and tells the handler what the caller may do', async () => {
    const { data, error } = await ask('{ invoice(id: "inv-1") { id amount } }', 'bob');
    expect([data, error]).toEqual([{ invoice: { id: 'inv-1', amount: 0 } }, undefined]);
  });

  it('lets everybody use what is public', async () => {
    expect((await ask('{ open }')).data).toEqual({ open: 'open' });
  });

  it('refuses in the form of GraphQL, with the same body as over HTTP', async () => {
    expect((await ask('{ invoice(id: "inv-1") { id } }')).error).toMatchObject({
      code: 'UNAUTHENTICATED',
      error: 'AUTHENTICATION_FAILED',
      status_code: 401,
    });
    expect((await ask('{ invoice(id: "inv-2") { id } }', 'bob')).error).toMatchObject({
      code: 'FORBIDDEN',
      details: { reason: 'denied', required_permission: 'reports:read' },
    });
    expect((await ask('mutation { send }', 'mallory')).error).toMatchObject({
      code: 'FORBIDDEN',
      details: { reason: 'not-a-member', required_permission: 'reports:send' },
    });
    expect((await ask('mutation { send }', 'bob')).error).toMatchObject({ details: { reason: 'no-grant' } });
  });

  it('asks about the argument under its one spelling', async () => {
    expect((await ask('{ count(number: 7) }', 'bob')).data).toEqual({ count: 7 });
    expect((await ask('{ count(number: 8) }', 'bob')).error).toMatchObject({ details: { reason: 'denied' } });
  });

  it('guards a field that declares something, and leaves the other fields alone', async () => {
    const { data, error, count } = await ask('{ invoices { id amount secret } }', 'bob');
    expect([data, count > 0, error]).toEqual([null, true, expect.objectContaining({ code: 'FORBIDDEN' })]);
    expect((await ask('{ invoices { id amount } }', 'bob')).data.invoices).toHaveLength(20);
  });

  it.each([
    ['query', 'all'],
    ['mutation', 'markAll'],
  ])('decides about a bounded number of listed ids in one %s, whatever its fields are called', async (kind, field) => {
    const ids = JSON.stringify(Array.from({ length: 1_000 }, (_, at) => `rep-${at}`));
    const fields = (count: number): string =>
      Array.from({ length: count }, (_, at) => `f${at}: ${field}(ids: ${ids})`).join(' ');
    expect((await ask(`${kind} { ${fields(5)} }`, 'bob')).error).toBeUndefined();
    const { error } = await ask(`${kind} { ${fields(6)} }`, 'bob');
    expect(error.details).toMatchObject({ reason: 'context-missing', scope: expect.stringContaining('5000 ids') });
    expect((await ask(`${kind} { ${fields(5)} }`, 'bob')).error).toBeUndefined();
  });

  it('decides about what is below a step of a mutation after that step', async () => {
    const team = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const before = orgId;
    orgId = team;
    const { error } = await ask('mutation { first: ping { secret } suspendMe { secret } }', 'bob');
    expect(error).toMatchObject({ details: { reason: 'suspended' } });
    orgId = before;
  });

  it('has its loaders in the same request as its resolvers', async () => {
    const { data, error } = await ask('{ scoped }', 'bob');
    expect([data, error]).toEqual([{ scoped: true }, undefined]);
  });

  it('checks many fields of one request with one read', async () => {
    const team = await givenMember(hosts.dataSource, { allowed: ['invoices:*:read', 'reports:*:send'] });
    const read = jest.spyOn(app.get(Sources), 'stamps');
    const before = orgId;
    orgId = team;
    expect((await ask('{ invoices { secret } }', 'bob')).data.invoices[19].secret).toBe('secret of inv-19');
    read.mockClear();
    expect((await ask('{ invoices { secret } }', 'bob')).data.invoices).toHaveLength(20);
    orgId = before;
    // The query's: its fields are checked by the same access, without waiting for anything.
    expect(read.mock.calls.length).toBe(1);
    read.mockRestore();
  });

  it('refuses a member who was suspended meanwhile', async () => {
    const other = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const before = orgId;
    orgId = other;
    expect((await ask('mutation { send }', 'bob')).data).toEqual({ send: true });
    await hosts.dataSource.query(
      `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`,
      [other],
    );
    expect((await ask('mutation { send }', 'bob')).error).toMatchObject({ details: { reason: 'suspended' } });
    orgId = before;
  });
});

describe('a GraphQL host does not start', () => {
  const start = (parts: Parameters<Hosts['start']>[0]) => hosts.start({ options: { organizationFrom }, ...parts });

  it('with a resolver that declares nothing', async () => {
    @Resolver(() => Report)
    class Reports {
      @Query(() => [Report]) reports(): Report[] {
        return [];
      }
    }
    await expect(start({ imports: [graphql()], providers: [Reports] })).rejects.toThrow(
      'Query reports (Reports.reports) declares none of',
    );
  });

  it('with an undeclared method of a resolver for a root type', async () => {
    @Resolver('Mutation')
    class Mutations {
      @ResolveField('wipe') wipe(): string {
        return 'WIPED';
      }
    }
    await expect(start({ providers: [Mutations] })).rejects.toThrow('Mutation wipe (Mutations.wipe) declares none of');
  });

  it('without the guard', async () => {
    await expect(start({ imports: [graphql()], providers: [Invoices], unbound: true })).rejects.toThrow(
      'Query invoice (Invoices.invoice) has no guard before it',
    );
  });

  it('with a field that declares something, where fields have no guards', async () => {
    const imports = [graphql({ fieldResolverEnhancers: [] })];
    await expect(start({ imports, providers: [Invoices] })).rejects.toThrow(
      "Field secret (Invoices.secret) has no guard before it: bind it: { provide: APP_GUARD, useExisting: CastellanGuard }; fields need fieldResolverEnhancers: ['guards']",
    );
  });

  it('with a resolver that asks about what no GraphQL field has', async () => {
    @Resolver(() => Report)
    class Reports {
      @Query(() => [Report]) @RequirePermission('reports:read', { scope: { param: 'id' } }) reports(): Report[] {
        return [];
      }
    }
    await expect(start({ imports: [graphql()], providers: [Reports] })).rejects.toThrow(
      "asks about { param: 'id' }, and has { arg }",
    );
  });
});
