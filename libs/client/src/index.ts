export {
  createCastellanClient,
  type CastellanClient,
  type CastellanClientOptions,
  type DryRunClient,
} from './create-castellan-client';
export type { ErrorEnvelope, Schemas, StatementsErrorBody, ValidationErrors } from './schemas';
export type { paths } from './paths.generated';
