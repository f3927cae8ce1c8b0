import { Public, RequirePermission } from '@castellan/nest';
import { CastellanAdminModule, describePermissions } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiOkResponse,
  ApiProperty,
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { openHosts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

/** The host's own models, which happen to be called as things of ours are. */
class Role {
  @ApiProperty({ type: String })
  castingNotes!: string;
}
class Policy {
  @ApiProperty({ type: Number })
  premium!: number;
}
class Member {
  @ApiProperty({ type: String })
  seat!: string;
}
class Error {
  @ApiProperty({ type: String })
  ofTheHost!: string;
}

@Public()
@Controller('own')
class OwnController {
  @Get('role')
  @ApiOkResponse({ type: Role })
  role(): Role {
    return { castingNotes: '' };
  }

  @Get('policy')
  @ApiOkResponse({ type: Policy })
  policy(): Policy {
    return { premium: 1 };
  }

  @Get('member')
  @ApiOkResponse({ type: Member })
  member(): Member {
    return { seat: '' };
  }

  @Get('error')
  @ApiOkResponse({ type: Error })
  error(): Error {
    return { ofTheHost: '' };
  }
}

@RequirePermission('invoices:read')
@Controller('orgs/:org_id/own-invoices')
class InvoicesController {
  @Get()
  list(): string[] {
    return [];
  }

  @Get(':id')
  @RequirePermission({ allOf: ['invoices:approve'] }, { scope: 'id' })
  @ApiForbiddenResponse({ description: 'Not yours' })
  show(): string {
    return '';
  }
}

async function documentOf(swagger?: boolean): Promise<OpenAPIObject> {
  const imports = [CastellanAdminModule.forRoot({ swagger })];
  const app: INestApplication = await hosts.start({
    entities: castellanEntities,
    imports,
    controllers: [OwnController],
  });
  return SwaggerModule.createDocument(app, new DocumentBuilder().build());
}

const schemasOf = ({ components }: OpenAPIObject): Record<string, unknown> => components?.schemas ?? {};

const OWN = ['Error', 'Member', 'Policy', 'Role'];

describe('the OpenAPI document of a host', () => {
  it('has its own operations and models alone, unless it asks for ours', async () => {
    const document = await documentOf();
    expect(Object.keys(document.paths).filter((path) => !path.startsWith('/own/'))).toEqual([]);
    expect(Object.keys(schemasOf(document)).sort()).toEqual(OWN);
  });

  it('has ours beside them when it asks, under names that begin with Castellan', async () => {
    await documentOf();
    const document = await documentOf(true);
    expect(Object.keys(document.paths)).toContain('/v1/orgs/{org_id}/iam/roles/{role_id}');
    const schemas = schemasOf(document);
    const ours = Object.keys(schemas).filter((name) => !OWN.includes(name));
    expect(ours.length).toBeGreaterThan(40);
    expect(ours.filter((name) => !name.startsWith('Castellan'))).toEqual([]);
    expect(ours).toEqual(
      expect.arrayContaining(['CastellanRole', 'CastellanPolicy', 'CastellanMember', 'CastellanError']),
    );
    expect(schemas['Role']).toMatchObject({ properties: { castingNotes: { type: 'string' } } });
    expect(schemas['Policy']).toMatchObject({ properties: { premium: { type: 'number' } } });
    expect(schemas['Member']).toMatchObject({ properties: { seat: { type: 'string' } } });
    expect(schemas['Error']).toMatchObject({ properties: { ofTheHost: { type: 'string' } } });
  });

  it('refers to what it has', async () => {
    const document = await documentOf(true);
    const referred = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    const missing = referred.filter((name) => !(String(name) in schemasOf(document)));
    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('describePermissions', () => {
  it('adds the required permission and a 403 to the host’s own operations, and to no public one', async () => {
    const imports = [CastellanAdminModule.forRoot()];
    const controllers = [OwnController, InvoicesController];
    const app = await hosts.start({ entities: castellanEntities, imports, controllers });
    app.setGlobalPrefix('api');
    describePermissions(app);
    describePermissions(app);
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(paths['/api/orgs/{org_id}/own-invoices']?.get).toMatchObject({
      'x-required-permission': 'invoices:read',
      responses: { 403: { description: 'The caller lacks the required permission or is not an active member' } },
    });
    const one = paths['/api/orgs/{org_id}/own-invoices/{id}']?.get;
    expect(one?.responses['403']).toMatchObject({ description: 'Not yours' });
    expect(one).toHaveProperty('x-required-permission', expect.stringContaining('invoices:approve'));
    const open = paths['/api/own/role']?.get;
    expect(open?.responses['403']).toBeUndefined();
    expect(open).not.toHaveProperty('x-required-permission');
  });
});
