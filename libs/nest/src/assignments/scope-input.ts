import { parseScope, valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { InputChecker } from '../http/route-input';

/** Finds a scope in a body whose type the schema does not know. */
@Injectable()
export class ScopeInput implements InputChecker {
  constructor(private readonly options: CastellanOptions) {}

  issues(body: unknown): Issue[] {
    const sent: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'scope') : undefined;
    const scope = typeof sent === 'string' ? parseScope(sent) : null;
    if (scope?.kind !== 'typed' || this.options.schema.types.has(scope.type)) return [];
    return [valueError(['body', 'scope'], `unknown resource type "${scope.type}"`, String(sent).slice(0, 256))];
  }
}
