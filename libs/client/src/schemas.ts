import type { components } from './paths.generated';

/** Every body that the API has, by its name in the OpenAPI document: `Schemas['Policy']`. */
export type Schemas = components['schemas'];

/** The body of every error under `/v1`, but for a 422; `details.required_permission` of a 403, `details.reason` of a 409. */
export type ErrorEnvelope = Schemas['Error'];

/** The body of a 422 under `/v1`: all mistakes of the request, each with its place. */
export type ValidationErrors = Schemas['HTTPValidationError'];

/** The body of every error under `/organizations`. */
export type StatementsErrorBody = Schemas['StatementsError'];
