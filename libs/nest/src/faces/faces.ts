import type { Face } from './face';
import { IAM } from './iam';
import { ROLES_AS_STATEMENTS } from './roles';

/** The APIs of administration, by the names that a host chooses them with. */
export const FACES = { iam: IAM, roles: ROLES_AS_STATEMENTS } as const satisfies Readonly<Record<string, Face>>;

/** A REST API of administration: the IAM API below `/v1/orgs`, or the Roles API below `/organizations`. */
export type AdminApi = keyof typeof FACES;

/** The names of all of them. */
export const ADMIN_APIS = Object.keys(FACES) as readonly AdminApi[];
