import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The permission schema whose built-ins the organisations have: the newest that was started on this installation. There is
 * at most one row.
 */
@Entity({ schema: 'castellan', name: 'permission_schema', synchronize: false })
@Check('permission_schema_one', 'one')
export class CastellanPermissionSchema {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'permission_schema_pk' })
  one!: true;

  @Column('text')
  name!: string;

  @Column('int')
  version!: number;

  /** Over what the schema declares: see `schemaHash`. */
  @Column('text')
  hash!: string;

  /** What is written of its built-ins into an organisation. */
  @Column('jsonb')
  builtins!: object;
}
