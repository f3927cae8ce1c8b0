import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@ObjectType()
@Entity()
export class Invoice {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  orgId!: string;
}
