export {
  createCastellanClient,
  type CastellanClient,
  type CastellanClientOptions,
  type DryRunClient,
  type OrganizationClient,
} from './create-castellan-client';
export {
  AuthenticationError,
  CastellanApiError,
  ConflictError,
  ConnectionError,
  InvalidRequestError,
  NotFoundError,
  PermissionDeniedError,
  PreconditionFailedError,
  TimeoutError,
  TooManyRequestsError,
  UnavailableError,
  type Details,
  type ErrorBody,
} from './errors';
export type {
  AuditLog,
  CallOptions,
  ChangeOptions,
  Collection,
  Members,
  Organizations,
  OrganizationResources,
  Permissions,
  Resources,
  RolesApi,
  Tried,
  TriedResources,
} from './resources';
export type { ErrorEnvelope, Schemas, StatementsErrorBody, ValidationErrors } from './schemas';
export type { Hooks, ReceivedAnswer, SentRequest } from './sender';
export type { TokenRequest, TokenSource } from './token';
export type { paths } from './paths.generated';
