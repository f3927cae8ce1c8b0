import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An invoice of an organisation, in one of its workspaces. */
@Entity({ schema: 'public' })
export class Invoice {
  @PrimaryColumn({ type: 'text' })
  orgId!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  workspaceId!: string;

  @Column({ type: 'integer' })
  cents!: number;

  @Column({ type: 'boolean', default: false })
  approved!: boolean;
}
