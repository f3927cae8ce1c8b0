import { CastellanError, forbidden } from '@castellan/core';
import { Injectable, type CanActivate, type ExecutionContext, type HttpException } from '@nestjs/common';
import { databaseFailure } from '../../database/database-failure';
import { exceptionOf } from '../../errors/castellan.exception';
import { logFailure } from '../../errors/error-log';
import { CastellanOptions } from '../castellan.options';
import { setRefusalHeaders } from '../transports/http';
import type { AdmittedCall, TransportAdapter } from '../transports/transport';
import { transportOf } from '../transports/transports';
import { Admission, type Knock, type Seen } from './admission';
import { OUR_GUARD } from './guard-binding';
import { Refusals } from './refusals';
import type { Requirement } from './requirement';
import { Requirements } from './requirements';

/** A call at the door. */
interface Visit {
  readonly context: ExecutionContext;
  readonly adapter: TransportAdapter;
  readonly knock: Knock;
}

/**
 * Lets a call in when its handler's requirement is met, on every transport; everything else is refused, silent handlers too.
 * Over HTTP it throws an HttpException, so that a host's own filter makes a proper answer of it; elsewhere what the transport
 * takes for an error.
 */
@Injectable()
export class CastellanGuard implements CanActivate {
  constructor(
    private readonly options: CastellanOptions,
    private readonly requirements: Requirements,
    private readonly admission: Admission,
    private readonly refusals: Refusals,
  ) {}

  get [OUR_GUARD](): true {
    return true;
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const requirement = this.requirements.findDemand(context.getHandler(), context.getClass());
    if (requirement === 'open' || (requirement?.kind === 'public' && requirement.identify !== true)) return true;
    const adapter = transportOf(context);
    if (adapter === null) throw exceptionOf(unknownTransport(context.getType()));
    const call = adapter.callOf(context);
    const seen: Seen = { userId: null, orgId: null, revision: null, access: null };
    if (requirement === null)
      throw this.refused(undeclared(), { context, adapter, knock: { requirement: PUBLIC, call, seen } });
    const visit = { context, adapter, knock: { requirement, call, seen } };
    try {
      const admitted = this.admission.admit(visit.knock);
      if (!(admitted instanceof Promise)) return this.letIn(visit, admitted);
      return admitted.then(
        (found) => this.letIn(visit, found),
        (error: unknown) => this.refuse(error, visit),
      );
    } catch (error) {
      return this.refuse(error, visit);
    }
  }

  private letIn({ adapter, context, knock }: Visit, admitted: AdmittedCall): true {
    adapter.leave(context, admitted, knock.call);
    return true;
  }

  /** @returns true where the refusal is only tried. @throws the error that the transport answers */
  private refuse(error: unknown, visit: Visit): true {
    const known = error instanceof CastellanError ? error : databaseFailure(error);
    const { adapter, context, knock } = visit;
    if (knock.requirement.kind === 'permission' && knock.requirement.shadow === true) {
      if (known === null || known.kind === 'unavailable') logFailure(error);
      else this.refusals.noteShadow(known, visit);
      // Also so that what an earlier call of the same socket left is not taken for this one's.
      adapter.leave(context, { caller: null, access: knock.seen.access }, knock.call);
      return true;
    }
    if (known === null) throw error;
    throw this.refused(known, visit);
  }

  private refused(error: CastellanError, visit: Visit): Error {
    const exception = exceptionOf(error);
    this.refusals.note(error, exception.getStatus(), visit);
    if (visit.knock.call.transport === 'http') setRefusalHeaders(visit.context, exception, visit.knock.seen.revision);
    return visit.adapter.refusal(this.inHostsWords(error, exception, visit));
  }

  private inHostsWords(error: CastellanError, exception: HttpException, { knock }: Visit): HttpException {
    const { refusal } = this.options;
    const status = exception.getStatus();
    if (refusal === null || (status !== 401 && status !== 403)) return exception;
    return refusal({ status, details: status === 401 ? {} : error.details, exception }, knock.call);
  }
}

const PUBLIC: Requirement = { kind: 'public' };

const unknownTransport = (type: string): CastellanError =>
  forbidden('no-grant', { hint: `Castellan does not guard calls of the kind "${type}", and refuses them.` });

const undeclared = (): CastellanError =>
  forbidden('no-grant', { hint: 'This handler declares no requirement, so nobody may use it.' });
