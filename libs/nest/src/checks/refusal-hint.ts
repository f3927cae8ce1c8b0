import { ALL, REFUSAL_HINTS, type PermissionSchema, type Reason } from '@castellan/core';
import type { MemberQuestion, ReadyQuestion } from '../access/checker';
import type { Reader } from '../access/reader';

/** Whether the reader may read the registry's entry of the thing that a question is about. */
export const mayReadEntry = (reader: Reader, { on }: MemberQuestion, { containers }: ReadyQuestion): boolean =>
  on !== null && reader.mayRead('resources', on.id, containers === null ? null : [on, ...containers]);

/** Who asks what, and what was found. */
interface Refused {
  readonly question: MemberQuestion;
  readonly ready: ReadyQuestion;
  readonly reason: Reason;
  readonly reader: Reader;
}

/**
 * What to do about a refusal whose cause is easily missed: a name that is not declared, a resource that is not registered, or
 * a question about the whole organisation. Null for every other answer. A reader who may not read the registry's entry is
 * told the same whether or not there is one.
 */
export function refusalHint(schema: PermissionSchema, refused: Refused): string | null {
  const { question, ready, reason } = refused;
  const { name, on } = question;
  if (reason === 'unknown-permission') return schema.adviceOn({ ...name, scope: ALL });
  if (reason !== 'no-grant' && reason !== 'context-missing') return null;
  if (on !== null) return on.type === name.type ? resourceHint(schema, refused) : containerHint(refused);
  if (reason !== 'no-grant' || (ready.access?.isNowhere(`${name.type}:${name.action}`) ?? true)) return null;
  return 'The member holds this permission only in some places: name the resource, or the workspace, to ask about one of them.';
}

function resourceHint(schema: PermissionSchema, { question, ready, reason, reader }: Refused): string | null {
  const type = question.on?.type ?? '';
  const container = schema.containerOf(type);
  if (container === null) return null;
  const remedy = `register it, or give its container: ask about {"type": "${container}", "id": "..."}`;
  if (!mayReadEntry(reader, question, ready)) {
    return `Grants on a container reach only registered resources. If this one is not registered, ${remedy}.`;
  }
  if (ready.containers !== null) return null;
  if (reason === 'context-missing')
    return `${REFUSAL_HINTS['context-missing']} This resource is not registered: ${remedy}.`;
  return `This resource is not registered, so grants on its container do not reach it: ${remedy}.`;
}

function containerHint({ question, ready, reader }: Refused): string | null {
  const type = question.on?.type ?? '';
  if (mayReadEntry(reader, question, ready) && ready.containers !== null) return null;
  const made = type === 'workspaces' ? 'create it: POST /v1/orgs/{org_id}/workspaces' : 'register it';
  return `Grants on a container count once the organisation has it. If the ${type} with this id does not exist, ${made}.`;
}
