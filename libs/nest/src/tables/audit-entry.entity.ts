import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/**
 * One thing that was changed. `entry` is the canonical JSON (RFC 8785) that the chain is made of:
 * `hash` is over `prev_hash` and `entry`. The other columns repeat parts of `entry` for filters.
 */
@Entity({ schema: 'castellan', name: 'audit_entry', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'audit_entry_org_fk' })
@Index('audit_entry_actor', ['org_id', 'actor_id', 'seq'])
@Index('audit_entry_action', ['org_id', 'action', 'seq'])
@Index('audit_entry_target_type', ['org_id', 'target_type', 'seq'])
@Index('audit_entry_target_id', ['org_id', 'target_id', 'seq'])
@Index('audit_entry_object', { synchronize: false }) // Its order is descending, which TypeORM cannot say.
@Index('audit_entry_revision', ['org_id', 'revision', 'seq'])
@Index('audit_entry_at', ['org_id', 'at', 'seq'])
export class CastellanAuditEntry {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'audit_entry_pk' })
  org_id!: string;

  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'audit_entry_pk' })
  seq!: string;

  @Column('bigint')
  revision!: string;

  @Column(instant)
  at!: Date;

  @Column(bytewise)
  actor_id!: string;

  @Column(bytewise)
  action!: string;

  @Column(bytewise)
  target_type!: string;

  @Column(bytewise)
  target_id!: string;

  /** One attempt of a change (UUIDv7); null for entries of before there were any. */
  @Column({ ...bytewise, nullable: true })
  change_id!: string | null;

  /** Why the change was made, as its actor says; null when it does not. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text')
  entry!: string;

  @Column('text')
  prev_hash!: string;

  @Column('text')
  hash!: string;
}
