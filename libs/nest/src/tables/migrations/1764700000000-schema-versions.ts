import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the name and version of the permission schema that an installation has. Nothing is known of the schema of before: the
 * first start claims the row, and brings built-ins up to date whose hash is another.
 */
export class SchemaVersions1764700000000 implements MigrationInterface {
  readonly name = 'SchemaVersions1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table if not exists castellan.permission_schema (
        one boolean not null default true,
        name text not null,
        version int not null,
        hash text not null,
        builtins jsonb not null,
        constraint permission_schema_pk primary key (one),
        constraint permission_schema_one check (one)
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table castellan.permission_schema');
  }
}
