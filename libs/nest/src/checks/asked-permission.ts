import { notFound, parsePermissionName } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { PathObjectFinder } from '../http/route-input';

/** A permission `type:action` that a path names: it is one of the schema's, or there is no such thing. */
@Injectable()
export class AskedPermission implements PathObjectFinder {
  constructor(private readonly options: CastellanOptions) {}

  /** @throws CastellanError not-found */
  async assertExists(_: string, permission: string): Promise<void> {
    const name = parsePermissionName(permission);
    if (name === null || !this.options.schema.knows(name)) throw notFound('permissions', permission);
  }
}
