import * as fc from 'fast-check';
import type { Permission, Scope } from '@castellan/core';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const visible = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i));

/** The name of a type or an action, of any legal length. */
export const name: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...letters),
    fc.string({ unit: fc.constantFrom(...letters, ...'0123456789_-'), maxLength: 63 }),
  )
  .map(([first, rest]) => first + rest);

/** Any legal id, rich in what must be encoded. */
export const id: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(fc.constantFrom(...visible), fc.constantFrom(...':*/%$')),
  minLength: 1,
  maxLength: 255,
  size: 'medium',
});

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constantFrom<Scope>({ kind: 'all' }, { kind: 'self' }),
  fc.record({ kind: fc.constant('id' as const), id }),
  fc.record({ kind: fc.constant('typed' as const), type: name, id }),
);

const nameOrStar = fc.oneof(name, fc.constant('*'));

/** Any permission. */
export const permission: fc.Arbitrary<Permission> = fc.record({ type: nameOrStar, scope, action: nameOrStar });

/** Texts near the grammar: a legal permission's own pieces, put together anyhow. */
export const almostPermission: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(':', '*', '/', '%', '$self', '$', '%3A', '%2A', '%24', '%25', '%3a', 'apps', 'A', ' ', 'é'), {
    maxLength: 9,
  })
  .map((pieces) => pieces.join(''));
