import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Changes } from './changes';
import { Database } from './database';

/** The database and the one way to change it, over the host's DataSource. */
@Global()
@Module({
  providers: [
    { provide: Database, useFactory: (source: DataSource) => new Database(source), inject: [DataSource] },
    Changes,
  ],
  exports: [Database, Changes],
})
export class DatabaseModule {}
