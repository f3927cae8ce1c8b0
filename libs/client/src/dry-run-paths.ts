import type { paths } from './paths.generated';
import type { Schemas } from './schemas';

interface DryRunAnswer {
  headers: { [name: string]: unknown };
  content: { 'application/json': Schemas['DryRun'] };
}

type Tried<Operation> = Operation extends { responses: infer Responses }
  ? Omit<Operation, 'responses'> & { responses: Omit<Responses, 200 | 201 | 204> & { 200: DryRunAnswer } }
  : Operation;

/** The API with every change only tried: the same requests, but the answer tells what would happen. */
export type DryRunPaths = {
  [Path in keyof paths]: {
    [Method in keyof paths[Path]]: Method extends 'post' | 'put' | 'delete' ? Tried<paths[Path][Method]> : never;
  };
};
