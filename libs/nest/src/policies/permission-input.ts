import { valueError, type Issue, type Permission } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import { cutInput } from '../http/cut-input';
import type { InputChecker } from '../http/route-input';
import { canonicalPermissions, notePermissions } from './permission-list';
import { MOST_BYTES, MOST_PERMISSIONS } from './policy.dto';

/** Finds the permissions of a body that are none, or that the schema does not know. */
@Injectable()
export class PermissionInput implements InputChecker {
  constructor(private readonly options: CastellanOptions) {}

  issues(body: unknown): Issue[] {
    const sent: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'permissions') : undefined;
    // Those of an overlong list are not looked at: the answer must not grow with the attack.
    if (!Array.isArray(sent) || sent.length > MOST_PERMISSIONS) return [];
    const permissions: Permission[] = [];
    const issues = sent.flatMap((text: unknown, at): Issue[] => {
      if (typeof text !== 'string') return [];
      const read = this.options.schema.readPermission(text);
      if ('problem' in read) return [valueError(['body', 'permissions', at], read.problem, cutInput(text))];
      permissions.push(read.permission);
      return [];
    });
    if (issues.length > 0) return issues;
    const texts = sent.filter((text): text is string => typeof text === 'string');
    notePermissions(texts, permissions);
    const bytes = canonicalPermissions(texts).reduce((sum, { length }) => sum + length, 0);
    if (bytes <= MOST_BYTES) return [];
    return [valueError(['body', 'permissions'], `must have at most ${MOST_BYTES} bytes in canonical form`, null)];
  }
}
