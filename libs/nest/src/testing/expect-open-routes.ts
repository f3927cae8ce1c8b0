import type { INestApplicationContext } from '@nestjs/common';
import { routesOf } from '../routes-command';

/**
 * Keeps the number of handlers that declare nothing from growing while an application adopts Castellan: `expectOpenRoutes(app, 12)`.
 * @throws Error that names the open handlers when there are more
 */
export function expectOpenRoutes(app: INestApplicationContext, atMost: number): void {
  const open = routesOf(app).filter(({ state }) => state === 'open');
  if (open.length <= atMost) return;
  const names = open.map(({ verb, name, handler }) => `${verb} ${name} (${handler})`);
  throw new Error(`${open.length} handlers are open, and at most ${atMost} may be:\n- ${names.join('\n- ')}`);
}
