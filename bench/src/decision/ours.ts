import * as core from '@castellan/core';
import {
  ALL,
  compileMember,
  compileRole,
  type Assigned,
  type CompiledMember,
  type CompiledRole,
} from '@castellan/core';
import type { Contestant } from './contestant';
import { sourceOf, type Organisation } from './organisation';

// Bound once: a name that a CommonJS package passes on (`export *`) is a getter, which costs more than a decision.
const { check } = core;
const NOW = Date.now();
const NOWHERE: [] = [];

/** The roles of an organisation, compiled. */
export const compiledRoles = ({ schema, roles }: Organisation): CompiledRole[] =>
  roles.map((role) => compileRole(schema, sourceOf(role)));

/** The assignments of a member, as they would be read. */
export const assignmentsOf = (roles: readonly CompiledRole[], own: readonly number[]): Assigned[] =>
  own.map((at) => ({ role: roles[at] as CompiledRole, scope: ALL, origin: 'manual', expiresAt: null }));

/** The members of an organisation, compiled. */
export const compiledMembers = ({ members }: Organisation, roles: readonly CompiledRole[]): CompiledMember[] =>
  members.map((own, at) => compileMember({ userId: `user-${at}`, status: 'active' }, assignmentsOf(roles, own), NOW));

/** The index of each question's permission. */
const indexes = ({ questions: { count, type, action }, schema }: Organisation): Uint16Array =>
  Uint16Array.from({ length: count }, (_, at) =>
    schema.indexOf({ type: type[at] as string, action: action[at] as string }),
  );

/** Castellan, with the index of the permission and an object for the target in hand. */
export function byIndex(organisation: Organisation): Contestant {
  const members = compiledMembers(organisation, compiledRoles(organisation));
  const index = indexes(organisation);
  const { member, count, id } = organisation.questions;
  const thing = { id: '', containers: NOWHERE };
  const answer = (at: number): boolean => {
    const asked = id[at] as string | null;
    if (asked !== null) thing.id = asked;
    return check(members[member[at]!]!, index[at]!, asked === null ? undefined : thing, NOW) === 'granted';
  };
  const round = (to: number): number => {
    let allowed = 0;
    for (let at = 0; at < to; at++) if (answer(at)) allowed++;
    return allowed;
  };
  return { name: 'Castellan, index in hand', questions: count, answer, round };
}

/** Castellan, asked by type, action and id, as the others are: it finds the index and makes a target for each question. */
export function byName(organisation: Organisation): Contestant {
  const members = compiledMembers(organisation, compiledRoles(organisation));
  const { names } = organisation.schema;
  const { member, count, type, action, id } = organisation.questions;
  const answer = (at: number): boolean => {
    const asked = id[at] as string | null;
    const target = asked === null ? undefined : { id: asked, containers: NOWHERE };
    const index = names.indexOf({ type: type[at]!, action: action[at]! });
    return check(members[member[at]!]!, index, target, NOW) === 'granted';
  };
  const round = (to: number): number => {
    let allowed = 0;
    for (let at = 0; at < to; at++) if (answer(at)) allowed++;
    return allowed;
  };
  return { name: 'Castellan, by name', questions: count, answer, round };
}
