import type { Request } from 'autocannon';
import { startCerbos } from './cerbos';
import { Client } from './client';
import type { Granted, Organisation } from './decision/organisation';
import { userOf, type StoredOrganisation } from './organisation';
import type { Scratch } from './scratch';
import type { ServerProcess } from './server-process';
import { ADMIN, ORG, startCastellan, tokenOf } from './servers';

/** Questions about one member; `id` is null for the whole organisation. */
export interface Asked {
  readonly member: number;
  readonly questions: readonly Granted[];
}

/** A server that is asked, and how. */
export interface Side {
  readonly name: string;
  readonly server: ServerProcess;
  /** One question goes the way of single ones. */
  readonly requestOf: (asked: Asked) => Request;
  readonly answersIn: (body: Record<string, unknown>) => boolean[];
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Questions of an organisation, `count` of them from `first` on, about the member of the first one. */
export function askedOf({ questions }: Organisation, first: number, count: number): Asked {
  const { member, type, action, id } = questions;
  const places = Array.from({ length: count }, (_, at) => first + at);
  const asked = places.map((at) => ({ type: type[at] ?? '', action: action[at] ?? '', id: id[at] ?? null }));
  return { member: member[first] ?? 0, questions: asked };
}

/** The service: an Admin's token, its grants and the member's read anew at each request. */
export async function castellanSide(scratch: Scratch, { env }: StoredOrganisation, main?: string): Promise<Side> {
  const path = `/v1/orgs/${ORG}/iam/check`;
  const headers = { ...JSON_TYPE, authorization: `Bearer ${tokenOf(ADMIN)}` };
  const requestOf = ({ member, questions }: Asked): Request => {
    const bodies = questions.map(({ type, action, id }) => ({
      user_id: userOf(member),
      permission: `${type}:${action}`,
      ...(id === null ? {} : { resource: { type, id } }),
    }));
    if (bodies.length === 1) return { method: 'POST', path, headers, body: JSON.stringify(bodies[0]) };
    return { method: 'POST', path: `${path}/batch`, headers, body: JSON.stringify({ questions: bodies }) };
  };
  const answersIn: Side['answersIn'] = (body) => {
    const answers = (body['answers'] ?? [body]) as { allowed: boolean }[];
    return answers.map(({ allowed }) => allowed);
  };
  const server = await startCastellan(scratch, env, { oneCore: true, ...(main !== undefined && { main }) });
  return { name: 'Castellan', server, requestOf, answersIn };
}

/** Cerbos: no token, and the member's roles with each request. */
export async function cerbosSide(scratch: Scratch, { organisation }: StoredOrganisation): Promise<Side> {
  const requestOf = ({ member, questions }: Asked): Request => {
    const roles = (organisation.members[member] ?? []).map((role) => organisation.roles[role]?.roleId);
    const resources = questions.map(({ type: kind, action, id }, at) => ({
      actions: [action],
      resource: { kind, id: id ?? `any-${at}` },
    }));
    const body = JSON.stringify({ principal: { id: userOf(member), roles }, resources });
    return { method: 'POST', path: '/api/check/resources', headers: JSON_TYPE, body };
  };
  const answersIn: Side['answersIn'] = (body) =>
    (body['results'] as { actions: Record<string, string> }[]).map(
      ({ actions }) => Object.values(actions)[0] === 'EFFECT_ALLOW',
    );
  return { name: 'Cerbos', server: await startCerbos(scratch, organisation), requestOf, answersIn };
}

/** On how many questions two sides agree, about half of which are allowed. @throws Error on one on which they do not */
export async function agreement(sides: readonly Side[], all: readonly Asked[]): Promise<number> {
  let [agreed, allowed] = [0, 0];
  for (const asked of all) {
    const [answers, others] = (await Promise.all(sides.map((side) => answered(side, asked)))) as [boolean[], boolean[]];
    asked.questions.forEach((question, at) => {
      if (answers[at] === undefined || answers[at] !== others[at]) {
        throw new Error(`they differ on ${JSON.stringify({ member: asked.member, ...question })}`);
      }
    });
    agreed += answers.length;
    allowed += answers.filter((answer) => answer).length;
  }
  if (allowed === 0 || allowed === agreed) throw new Error('they agree on one answer to everything');
  return agreed;
}

async function answered({ server, requestOf, answersIn }: Side, asked: Asked): Promise<boolean[]> {
  const { path, headers = {}, body = '' } = requestOf(asked);
  const client = new Client(server.url, headers['authorization']?.replace('Bearer ', '') ?? null);
  try {
    return answersIn((await client.post(path, JSON.parse(body) as object)).body);
  } finally {
    client.close();
  }
}
