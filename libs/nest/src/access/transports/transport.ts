import type { ExecutionContext, HttpException } from '@nestjs/common';
import type { Access } from '../access';
import type { Caller } from '../guard/caller';
import type { Admitted, GuardedCall } from '../guarded-call';

/** What the guard leaves for a handler. */
export type AdmittedCall = Admitted<Caller, Access>;

/** What differs between the transports: how a call is read, where the guard leaves what it found, and how it refuses. */
export interface TransportAdapter {
  callOf(context: ExecutionContext): GuardedCall;
  /** Leaves what the guard found, for this call alone; `call` is what `callOf` made of the context. */
  leave(context: ExecutionContext, admitted: AdmittedCall, call: GuardedCall): void;
  /** What the guard left for a call; undefined when it was not asked. */
  admitted(context: ExecutionContext): AdmittedCall | undefined;
  /** The error that says in the transport's own form what an answer over HTTP would say. */
  refusal(exception: HttpException): Error;
}

/** A value that is an object, with its fields; an empty one for anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : NOTHING;

/** Without fields of its own. */
export const NOTHING: Readonly<Record<string, never>> = Object.freeze({});

/** A package that only a host with its transport has installed: it is there whenever that transport calls. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- only a call by that transport may load it
export const optionalPackage = <Package>(name: string): Package => require(name) as Package;
