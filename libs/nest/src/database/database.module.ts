import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Database } from './database';
import { DEFAULT_SCHEMA } from './postgres-schema';

/** Which of a host's databases has Castellan's tables. */
export interface DatabaseModuleOptions {
  /** The injection token of the host's DataSource; TypeORM's default one when not given. */
  readonly dataSource?: InjectionToken;
  /** The PostgreSQL schema of the tables. */
  readonly schema?: string;
  /** The modules that provide it, where it is not global. */
  readonly imports?: DynamicModule['imports'];
}

/** The database, over the host's DataSource. CastellanModule imports it; everything else finds it there. */
@Module({})
export class DatabaseModule {
  static forRoot({
    dataSource = DataSource,
    schema = DEFAULT_SCHEMA,
    imports = [],
  }: DatabaseModuleOptions = {}): DynamicModule {
    const database = {
      provide: Database,
      useFactory: (source: DataSource): Database => new Database(source, schema),
      inject: [dataSource],
    };
    return { module: DatabaseModule, global: true, imports, providers: [database], exports: [Database] };
  }
}
