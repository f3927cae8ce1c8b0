import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AUDIT_KEY } from './audit-chain';
import { Changes } from './changes';
import { CommittedChanges } from './committed-changes';
import { Database } from './database';

/** The database and the one way to change it, over the host's DataSource. */
@Global()
@Module({
  providers: [
    { provide: Database, useFactory: (source: DataSource) => new Database(source), inject: [DataSource] },
    Changes,
    CommittedChanges,
  ],
  exports: [Database, Changes, CommittedChanges],
})
export class DatabaseModule {
  /** The same with a key for the audit chain. */
  static forRoot({ auditKey }: { auditKey?: string }): DynamicModule {
    return { module: DatabaseModule, providers: [{ provide: AUDIT_KEY, useValue: auditKey }] };
  }
}
