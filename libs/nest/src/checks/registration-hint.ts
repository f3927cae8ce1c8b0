import type { PermissionSchema } from '@castellan/core';
import type { MemberQuestion, ReadyQuestion } from '../access/checker';
import type { Reader } from '../access/reader';

/** Whether the reader may read the registry's entry of the thing that a question is about. */
export const mayReadEntry = (reader: Reader, { on }: MemberQuestion, { containers }: ReadyQuestion): boolean =>
  on !== null && reader.mayRead('resources', on.id, containers === null ? null : [on, ...containers]);

/**
 * What to do about a refusal that may rest on the registry: grants on a container reach only what is known to be in it.
 * Null where the registry has no part in it. Somebody who may not read the entry is told the same whether or not there is one.
 */
export function registrationHint(
  schema: PermissionSchema,
  question: MemberQuestion,
  ready: ReadyQuestion,
  reader: Reader,
): string | null {
  const { on, name } = question;
  if (on === null || on.type !== name.type) return null;
  const container = schema.containerOf(on.type);
  if (container === null) return null;
  const remedy = `register it, or give its container (ask about the "${container}" that it is in)`;
  if (!mayReadEntry(reader, question, ready)) {
    return `Grants on a container reach only registered resources. If this one is not registered, ${remedy}.`;
  }
  if (ready.containers !== null) return null;
  return `This resource is not registered, so grants on its container do not reach it: ${remedy}.`;
}
