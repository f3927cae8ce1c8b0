import type { ApiTag } from '@castellan/nest/admin';

/** The first text that a reader of the document sees. */
export const INTRODUCTION = `Castellan decides who may do what in an organisation. This document lists every route of the service.

## First steps

1. Get a token: run \`npm run token -- --user alice\` in the checkout. In development the service starts with the demo
   organisation \`acme\`, and \`alice\` is its Admin.
2. Press **Authorize** in Swagger UI and paste the token. Programs send it in the header \`Authorization: Bearer TOKEN\`.
3. Try \`GET /v1/orgs/{org_id}/iam/me\` with \`acme\` as the organisation: it shows what you may do. The example bodies
   work as they stand.

## What all routes have in common

- Each operation names the permission that it requires, also as \`x-required-permission\`.
- Every change accepts \`dry_run=true\`. It then changes nothing and returns a \`DryRun\` that shows who would gain or lose
  which permissions.
- Single objects carry an \`ETag\`. Send it back as \`If-Match\`, and the change is rejected with 412 when somebody else
  has changed the object in between.
- \`Castellan-Revision\` is \`<epoch>.<revision>\` and is on every answer to a member. The revision counts the changes of an
  organisation. A new epoch begins when a standby takes over or a backup is restored.
- Lists are paginated: while \`has_more\` is true, send \`next_cursor\` as \`cursor\` to get the next page.
- No answer may be cached (\`Cache-Control: no-store\`). \`X-Request-Id\` identifies the request in the log.

## Errors

Below \`/v1\` an error has the fields \`error\`, \`message\`, \`details\`, \`timestamp\` and \`status_code\`; a 422 has \`detail\`,
a list of every problem. Below \`/organizations\` an error has exactly \`error\` and \`message\`. The server itself answers 405
when a path does not have the method, and 431 when the headers are too large.`;

/** The groups of operations in the order of use, each with two sentences for newcomers. */
export const TAGS: Readonly<Record<ApiTag | 'Health', string>> = {
  Policies:
    'A policy is a named list of permissions that are all allowed or all denied. ' +
    'Start here: create a policy, then put it into a role.',
  Roles:
    'A role is a named list of policies that can be assigned to members. ' +
    'Every organisation has the built-in roles Admin, Developer, Viewer and Operator.',
  Members:
    'A member is a user in an organisation, with the roles that were assigned to it. ' +
    'Assign roles here, suspend members and remove them.',
  'Schema and resources':
    'The permission schema lists the resource types and actions that a permission can name. ' +
    'Register resources and workspaces here, so that a permission on a workspace applies to the resources in it.',
  Changes:
    'A change set makes several changes at once: all or none. ' +
    'Use it to keep access as files, or to try a whole set with `dry_run`.',
  Checks:
    'A check decides whether a member may do something. ' +
    'The other routes explain a decision and list who holds a permission.',
  Audit:
    'The audit log records every change with the state before and after it. ' +
    'Its entries form a hash chain, so that tampering is detectable.',
  Organisations:
    'An organisation is a tenant: policies, roles and members belong to exactly one. ' +
    'Only platform admins can create organisations or recover one that has lost its Admins.',
  'Roles API':
    'These routes show the same roles as lists of statements: resources, actions and an effect. ' +
    'They exist for programs that are written against that interface; new programs should use the routes above.',
  Health:
    'Probes ask these routes whether the process runs and whether it can serve requests. ' +
    'They need no token and are never rate-limited.',
};
