import { CastellanError, forbidden, isId, unauthenticated } from '@castellan/core';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Authority } from '../changes/change';
import type { Sql } from '../database/database';
import { databaseFailure } from '../database/database-failure';
import { exceptionOf } from '../errors/exception-of';
import { logRefusal, type Asker, type RefusedRequest } from '../errors/refusal-log';
import type { Access } from './access';
import { AccessOptions } from './access.options';
import { AccessService } from './access.service';
import { Authoriser, type Asked } from './authoriser';
import { Caller, type CallerFacts } from './caller';
import { identityProblem, type Identity } from './identity';
import { refusal, requirementText, Requirements } from './requirement';
import type { GuardedRequest } from './request';
import type { Requirement } from './requirement';

/** A request that names its user, and what its route demands. */
interface Asking {
  readonly requirement: Requirement;
  readonly identity: Identity;
  readonly orgId: string | null;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/**
 * Lets a request in when its route's requirement is met; everything else is refused, silent routes too.
 * What it throws is an HttpException, so that a host's own filter makes a proper answer of it.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly options: AccessOptions,
    private readonly requirements: Requirements,
    private readonly access: AccessService,
    private readonly authoriser: Authoriser,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const isHttp = context.getType() === 'http';
    const asker: Asker = { userId: null, orgId: null };
    try {
      if (!isHttp) throw notHttp(context.getType());
      await this.admit(context, asker);
      return true;
    } catch (error) {
      const known = error instanceof CastellanError ? error : databaseFailure(error);
      if (known === null) throw error;
      const exception = exceptionOf(known);
      const request = isHttp ? context.switchToHttp().getRequest<RefusedRequest>() : {};
      logRefusal(known, exception.getStatus(), request, asker);
      for (const [name, value] of Object.entries(isHttp ? exception.headers : {})) replyOf(context).header(name, value);
      throw exception;
    }
  }

  private async admit(context: ExecutionContext, asker: Asker): Promise<void> {
    const requirement = this.requirements.of(context.getHandler(), context.getClass());
    if (requirement === null) throw undeclared();
    if (requirement.kind === 'public') return;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    // A host's own code: it may answer anything.
    const identity = this.options.memberFrom(request as never) as Identity | null | undefined;
    const orgId = (this.options.organisationFrom(request as never) as string | null | undefined) ?? null;
    Object.assign(asker, { userId: identity?.userId ?? null, orgId });
    const problem = identityProblem(identity);
    if (problem !== null) throw unauthenticated(problem);
    await this.admitUser(context, { requirement, identity: identity as Identity, orgId });
  }

  private async admitUser(context: ExecutionContext, { requirement, identity, orgId }: Asking): Promise<void> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    if (requirement.kind === 'operators') request.castellanCaller = this.operator(request, identity);
    else if (orgId === null) request.castellanCaller = this.signedIn(request, identity, requirement);
    else {
      const member = await this.member(orgId, identity);
      if (member === null && this.admitsOperator(requirement, identity)) {
        request.castellanCaller = this.operator(request, identity);
        return;
      }
      if (member === null) throw refusal(requirement, 'not-a-member');
      replyOf(context).header('Castellan-Revision', String(member.revision));
      const { asked, access } = await this.authoriser.authorise(requirement, request, member);
      request.castellanCaller = this.memberCaller(request, asked, access);
      request.access = access;
    }
  }

  private operator(request: GuardedRequest, { userId: id }: Identity): Caller {
    const assert = (): void => {
      if (!this.options.operators.includes(id)) throw forbidden('platform-admins-only');
    };
    assert();
    const again = async (): Promise<null> => {
      assert();
      return null;
    };
    return new Caller({ id, kind: 'operator', ...headOf(request), access: null, again });
  }

  private signedIn(request: GuardedRequest, { userId: id }: Identity, requirement: Requirement): Caller {
    if (requirement.kind !== 'authenticated') throw refusal(requirement, 'not-a-member');
    const again = (): Promise<never> => Promise.reject(forbidden('not-a-member'));
    return new Caller({ id, kind: 'member', ...headOf(request), access: null, again });
  }

  private async member(orgId: string, identity: Identity): Promise<Access | null> {
    return isId(orgId) ? this.access.ofIdentity(orgId, identity) : null;
  }

  private admitsOperator(requirement: Requirement, { userId }: Identity): boolean {
    const open = requirement.kind === 'permission' && requirement.orOperators === true;
    return open && this.options.operators.includes(userId);
  }

  private memberCaller(request: GuardedRequest, asked: Asked, access: Access): Caller {
    const { orgId, userId: id } = access;
    const again = async (sql: Sql): Promise<Authority> => {
      const now = await this.access.of(orgId, id, sql);
      if (now === null) throw refusal(asked.requirement, 'not-a-member');
      return this.authoriser.again(asked, now, sql);
    };
    const requiredPermission = requirementText(asked.requirement);
    return new Caller({ id, kind: 'member', ...headOf(request), requiredPermission, access, again });
  }
}

const replyOf = (context: ExecutionContext): Reply => context.switchToHttp().getResponse<Reply>();

const notHttp = (type: string): CastellanError =>
  forbidden('no-grant', { hint: `Castellan guards HTTP routes only: a request of the kind "${type}" is refused.` });

const undeclared = (): CastellanError =>
  forbidden('no-grant', { hint: 'This route declares no requirement, so nobody may use it.' });

function headOf({ id, headers }: GuardedRequest): Pick<CallerFacts, 'requestId' | 'ifMatch'> {
  const ifMatch = headers['if-match'];
  return {
    requestId: typeof id === 'string' ? id : null,
    ifMatch: Array.isArray(ifMatch) ? ifMatch.join(', ') : (ifMatch ?? null),
  };
}
