import { forbidden, isId, unauthenticated } from '@castellan/core';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Access } from './access';
import { AccessOptions } from './access.options';
import { AccessService } from './access.service';
import { authorise, refusal } from './authorise';
import { Caller } from './caller';
import type { Identity } from './identity';
import type { GuardedRequest } from './request';
import type { Requirement } from './requirement';
import { Requirements } from './requirements';

interface Reply {
  header(name: string, value: string): unknown;
}

/** Lets a request in when its route's requirement is met; everything else is refused, silent routes too. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly options: AccessOptions,
    private readonly requirements: Requirements,
    private readonly access: AccessService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requirement = this.requirements.of(context.getHandler(), context.getClass());
    if (context.getType() !== 'http' || requirement === null) throw forbidden();
    if (requirement.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const identity = this.options.memberFrom(request as never);
    if (identity === null) throw unauthenticated('the host names no user');
    const orgId = this.options.organisationFrom(request);
    if (requirement.kind === 'operators') request.castellanCaller = this.operator(request, identity);
    else if (orgId === null) request.castellanCaller = this.signedIn(request, identity, requirement);
    else {
      const access = await this.member(orgId, identity, requirement);
      context.switchToHttp().getResponse<Reply>().header('Castellan-Revision', String(access.member.revision));
      authorise(requirement, request.params ?? {}, access);
      request.castellanCaller = this.memberCaller(request, requirement, access);
    }
    return true;
  }

  private operator(request: GuardedRequest, { userId }: Identity): Caller {
    const assert = (): void => {
      if (!this.options.operators.includes(userId)) throw forbidden();
    };
    assert();
    return new Caller(userId, 'operator', requestIdOf(request), null, async () => assert(), ifMatchOf(request));
  }

  private signedIn(request: GuardedRequest, { userId }: Identity, requirement: Requirement): Caller {
    if (requirement.kind !== 'authenticated') throw refusal(requirement);
    const refuse = (): Promise<void> => Promise.reject(forbidden());
    return new Caller(userId, 'member', requestIdOf(request), null, refuse);
  }

  private async member(orgId: string, identity: Identity, requirement: Requirement): Promise<Access> {
    const access = isId(orgId) ? await this.access.ofIdentity(orgId, identity) : null;
    if (access === null) throw refusal(requirement);
    return access;
  }

  private memberCaller(request: GuardedRequest, requirement: Requirement, access: Access): Caller {
    const { orgId, userId } = access.member;
    const params = { ...request.params };
    return new Caller(
      userId,
      'member',
      requestIdOf(request),
      access,
      async (sql) => {
        const now = await this.access.of(orgId, userId, sql);
        if (now === null) throw refusal(requirement);
        authorise(requirement, params, now);
      },
      ifMatchOf(request),
    );
  }
}

const requestIdOf = ({ id }: GuardedRequest): string | null => (typeof id === 'string' ? id : null);

function ifMatchOf({ headers }: GuardedRequest): string | null {
  const value = headers['if-match'];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
