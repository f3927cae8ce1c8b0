import { requirementText, RouteAudit } from '@castellan/nest';
import { isChange } from '@castellan/nest/admin';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { dryRunComponents } from './docs-dry-run';
import { inOpenApi31 } from './openapi-31';

/** The OpenAPI document of the running routes, with the permission that each requires. */
export function createDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Castellan')
    .setDescription('Organisation-scoped access control: who may do what.')
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, builder, {
    operationIdFactory: (_controller, method) => method,
  });
  document.components = { ...document.components, ...dryRunComponents(document.components?.schemas) };
  showRequirements(document, app.get(RouteAudit));
  return inOpenApi31(document);
}

/** Serves `/docs` (Swagger UI) and `/openapi.json`. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, createDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Castellan',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Every change can be tried. */
function showDryRun(operation: Operation): void {
  operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/DryRun' }];
  operation.responses['200'] ??= {
    description: 'With `dry_run=true`: what would happen',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/DryRun' } } },
  };
}

function showRequirements(document: OpenAPIObject, audit: RouteAudit): void {
  for (const route of audit.routes()) {
    const { method, path, requirement } = route;
    const item = document.paths[path.replace(/:([A-Za-z0-9_]+)/g, '{$1}')];
    const operation = item?.[method.toLowerCase() as 'get'];
    if (operation === undefined || requirement === null) continue;
    const required = requirementText(requirement);
    Object.assign(operation, required === null ? {} : { 'x-required-permission': required });
    if (requirement.kind === 'public') operation.security = [];
    else if (isChange(route)) showDryRun(operation);
  }
}
