import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { AssignmentsService } from '../members/assignments.service';
import type { UpdateMember } from '../members/member.dto';
import { MembersService } from '../members/members.service';
import { containersIn } from '../registry/registry-containers.service';
import type { PutResource } from '../resources/resource.dto';
import { ResourcesService } from '../resources/resources.service';
import type { ChangeResult } from './change-set.answer';
import type { Reference, SetChange } from './change-set.dto';
import { NamedObjects, type NamedKind } from './named-objects';
import { bodyOf } from './set-bodies';
import { assertMay, assertMayOn } from './set-rights';

type Outcome = Pick<ChangeResult, 'id' | 'created'>;

/** Makes single changes of a set, each with the functions of its own route. */
@Injectable()
export class SetChanges {
  constructor(
    private readonly named: NamedObjects,
    private readonly resources: ResourcesService,
    private readonly members: MembersService,
    private readonly assignments: AssignmentsService,
  ) {}

  /** Makes one change; `made` are the ids of what the set made before. @throws as the route of that change */
  apply(change: Change, each: SetChange, made: ReadonlySet<string>): Promise<Outcome> {
    switch (each.kind) {
      case 'resource':
        return this.applyToResource(change, each);
      case 'member':
        return this.applyToMember(change, each);
      case 'assignment':
        return this.applyToAssignment(change, each, made);
      default:
        return this.applyToNamed(change, { ...each, kind: each.kind }, made);
    }
  }

  private async applyToNamed(
    change: Change,
    each: SetChange & { readonly kind: NamedKind },
    made: ReadonlySet<string>,
  ): Promise<Outcome> {
    const { op, kind, adopt = false } = each;
    const store = this.named.of(kind);
    if (op === 'create') {
      assertMay(change, { type: store.type, action: 'create' });
      return { id: await store.create(change, await this.resolved(change, each, made)), created: true };
    }
    const id = await this.named.idToChange(change, kind, { action: op, reference: each });
    if (op === 'delete') await store.delete(change, id);
    else await store.update(change, id, await this.resolved(change, each, made), adopt);
    return { id, created: false };
  }

  /** The body of an object, with ids in place of the references of a role's policies. */
  private async resolved(change: Change, each: SetChange, made: ReadonlySet<string>): Promise<Record<string, unknown>> {
    const { policies, ...body } = bodyOf(each);
    if (policies === undefined) return body;
    const policy_ids: string[] = [];
    for (const reference of policies as Reference[]) {
      policy_ids.push(await this.named.idOf(change, 'policy', reference, made));
    }
    return { ...body, policy_ids };
  }

  private async applyToResource(change: Change, { op, resource_type, id = '', body }: SetChange): Promise<Outcome> {
    const key = { type: resource_type ?? '', id };
    if (op === 'delete') {
      const known = await this.resources.getKnown(change, key);
      assertMay(change, { type: 'resources', action: 'delete' }, key, [key, ...containersIn(known.workspace_id)]);
      await this.resources.deleteIn(change, key);
      return { id, created: false };
    }
    const expected = op === 'create' ? 'new' : 'registered';
    const { created } = await this.resources.putIn(change, key, body as PutResource, expected);
    return { id, created };
  }

  private async applyToMember(change: Change, { op, id = '', body }: SetChange): Promise<Outcome> {
    assertMayOn(change, op === 'delete' ? 'remove' : 'assign', { type: 'members', id });
    if (op === 'delete') await this.members.removeIn(change, id);
    else await this.members.updateIn(change, id, body as UpdateMember);
    return { id, created: false };
  }

  private async applyToAssignment(change: Change, each: SetChange, made: ReadonlySet<string>): Promise<Outcome> {
    const { op, user_id: userId = '', role = {}, scope, expires_at, reason, adopt = false } = each;
    const member = { type: 'members', id: userId };
    if (op === 'unassign') assertMayOn(change, 'assign', member);
    const roleId = await this.named.idOf(change, 'role', role, made);
    if (op === 'unassign') {
      await this.assignments.takeIn(change, { userId, roleId, scope: scope ?? null });
      return { id: userId, created: false };
    }
    const assertMayAssign = (isMember: boolean): void => {
      if (isMember) assertMayOn(change, 'assign', member);
      else assertMay(change, { type: 'members', action: 'assign' });
    };
    const giving = { userId, roleId, joins: true, adopts: adopt, assertMayAssign };
    const { created } = await this.assignments.giveIn(change, giving, { scope, expires_at, reason });
    return { id: userId, created };
  }
}
