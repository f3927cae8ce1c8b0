import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Database } from './database';

/**
 * Stops the start of an application that has no CastellanModule, with the line to add. Nest instantiates all modules side by
 * side and reports the first failure. This one asks for nothing but the ModuleRef of its own module, so it fails
 * before any class whose dependencies Nest looks for in other modules.
 */
@Module({})
export class EnforcementNeeded {
  constructor(ref: ModuleRef) {
    try {
      ref.get(Database, { strict: false });
    } catch {
      throw new Error(
        'CastellanAdminModule needs CastellanModule in the same application: add ' +
          'CastellanModule.forRoot({ schema, identify }), from @castellan/nest, to its imports',
      );
    }
  }
}
