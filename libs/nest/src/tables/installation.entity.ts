import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What is true of all organisations of a database together: there is one row. */
@Entity({ schema: 'castellan', name: 'installation', synchronize: false })
@Check('installation_one', 'one')
export class CastellanInstallation {
  @PrimaryColumn('boolean', { default: true, primaryKeyConstraintName: 'installation_pk' })
  one!: true;

  /** What is added to the timeline of the database to make the epoch of revisions: it grows when a backup is restored. */
  @Column('bigint', { default: 0 })
  epoch_offset!: string;
}
