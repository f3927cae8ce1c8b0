import { RouteAudit } from '@castellan/nest';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { dryRunComponents } from './docs-dry-run';
import { ANSWER_HEADERS } from './openapi/answer-headers';
import { INTRODUCTION, TAGS } from './openapi/introduction';
import { completeOperation } from './openapi/operation';
import { withPlainNames } from './openapi/schema-names';
import { inOpenApi31 } from './openapi-31';

/** The OpenAPI document of the running routes, with what each requires and answers. */
export function createDocument(app: INestApplication): OpenAPIObject {
  const named = SwaggerModule.createDocument(app, head(), { operationIdFactory: (_controller, method) => method });
  const document = withPlainNames(named);
  const components = dryRunComponents(document.components?.schemas);
  document.components = {
    ...document.components,
    ...components,
    parameters: { ...components.parameters, IfMatch: IF_MATCH },
    headers: ANSWER_HEADERS,
  };
  for (const route of app.get(RouteAudit).routes()) {
    const item = document.paths[route.path.replace(/:([A-Za-z0-9_]+)/g, '{$1}')];
    const operation = item?.[route.method.toLowerCase() as 'get'];
    if (operation !== undefined) completeOperation(operation, route);
  }
  return inOpenApi31(document);
}

/** Serves `/docs` (Swagger UI) and `/openapi.json`. The document is made when it is first asked for. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => createDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Castellan',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, showExtensions: true },
  });
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description:
    'The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since',
} as const;

function head(): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Castellan')
    .setDescription(INTRODUCTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  return builder.build();
}
