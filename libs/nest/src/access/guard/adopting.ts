import type { Adopting } from '../castellan.options';
import type { AuditContext } from './audit-context';
import { nameOf, type Handler } from './handlers';
import { isCastellans } from './parameter-forms';

/** What is said of an application that adopts Castellan handler by handler, at each start. */
export function adoptionReport(all: readonly Handler[], { options, requirements }: AuditContext): string[] {
  const { adopting } = options;
  if (adopting === null) return [];
  const handlers = all.filter(({ controller }) => !isCastellans(controller));
  const demands = handlers.map((handler) => requirements.findDemand(handler.handler, handler.controller));
  const declared = demands.filter((demand) => demand !== 'open' && demand !== null).length;
  const inShadow = handlers.filter((_, at) => isShadow(demands[at]));
  return [
    `${declared} of ${handlers.length} handlers declare what they require; the others are open until ${adopting.until}`,
    ...(inShadow.length === 0
      ? []
      : [`In shadow (refusals are logged, not enforced): ${inShadow.map(nameOf).join(', ')}`]),
  ];
}

/** @throws Error when the time to adopt is over */
export function assertAdopting({ until }: Adopting, now = Date.now()): void {
  if (now < Date.parse(until)) return;
  throw new Error(
    `adopting.until was ${until}: declare what the remaining handlers require and take \`adopting\` out, or set a later day`,
  );
}

const isShadow = (demand: unknown): boolean => (demand as { shadow?: true } | null)?.shadow === true;
