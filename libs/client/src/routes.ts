/** A route of the API, and what its method takes besides the parameters of its path. */
export interface Route {
  readonly verb: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly takes?: 'body' | 'query';
  /** The field of a page with its objects, for a method that goes through all pages. */
  readonly items?: string;
  /** It changes something, so that it can be tried. */
  readonly isChange: boolean;
}

const read = (path: string): Route => ({ verb: 'GET', path, isChange: false });
const list = (path: string): Route => ({ ...read(path), takes: 'query' });
const all = (path: string, items: string): Route => ({ ...list(path), items });
const ask = (path: string): Route => ({ verb: 'POST', path, takes: 'body', isChange: false });
const post = (path: string): Route => ({ ...ask(path), isChange: true });
const put = (path: string): Route => ({ ...post(path), verb: 'PUT' });
const remove = (path: string): Route => ({ verb: 'DELETE', path, isChange: true });

const pages = (path: string, items: string) => ({ list: list(path), all: all(path, items) });
const one = (path: string) => ({ get: read(path), update: put(path), delete: remove(path) });
const collection = (path: string, items: string, id: string) => ({
  ...pages(path, items),
  ...one(`${path}/{${id}}`),
  create: post(path),
});

const ORGS = '/v1/orgs';
const ORG = `${ORGS}/{org_id}`;
const IAM = `${ORG}/iam`;
const MEMBERS = `${IAM}/members`;
const MEMBER = `${MEMBERS}/{user_id}`;
const ROLE_OF_MEMBER = `${MEMBER}/roles/{role_id}`;
const HOLDERS = `${IAM}/permissions/{permission}/members`;
const RESOURCE = `${IAM}/resources/{resource_type}/{resource_id}`;

/** The methods of what an organisation has, by resource and name. The organisation is not one of their arguments. */
export const ORGANIZATION_ROUTES = {
  policies: collection(`${IAM}/policies`, 'policies', 'policy_id'),
  roles: collection(`${IAM}/roles`, 'roles', 'role_id'),
  workspaces: collection(`${ORG}/workspaces`, 'workspaces', 'workspace_id'),
  members: {
    ...pages(MEMBERS, 'members'),
    ...one(`${MEMBERS}/{member_user_id}`),
    me: read(`${IAM}/me`),
    assign: post(MEMBERS),
    assignMany: post(`${MEMBERS}/batch`),
    giveRole: put(ROLE_OF_MEMBER),
    takeRole: { ...remove(ROLE_OF_MEMBER), takes: 'query' },
    listPermissions: list(`${MEMBER}/permissions`),
    allPermissions: all(`${MEMBER}/permissions`, 'permissions'),
    explain: list(`${MEMBER}/explain`),
  },
  permissions: {
    schema: read(`${IAM}/permissions/schema`),
    check: ask(`${IAM}/check`),
    checkMany: ask(`${IAM}/check/batch`),
    listHolders: list(HOLDERS),
    allHolders: all(HOLDERS, 'members'),
  },
  resources: {
    ...pages(`${IAM}/resources`, 'resources'),
    get: read(RESOURCE),
    put: put(RESOURCE),
    delete: remove(RESOURCE),
  },
  audit: pages(`${IAM}/audit`, 'entries'),
  rolesApi: collection('/organizations/{organizationId}/roles', 'data', 'roleId'),
} satisfies Readonly<Record<string, Readonly<Record<string, Route>>>>;

/** The methods of the organisations themselves. */
export const ORGANIZATIONS_ROUTES = {
  ...pages(ORGS, 'organisations'),
  get: read(ORG),
  create: post(ORGS),
  update: put(ORG),
  recover: post(`${ORG}/recovery`),
} satisfies Readonly<Record<string, Route>>;
