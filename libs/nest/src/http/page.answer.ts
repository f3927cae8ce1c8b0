import { ApiProperty } from '@nestjs/swagger';

/** What every page says beside its rows. */
export class PageAnswer {
  @ApiProperty({ type: 'integer', description: 'How many there are for the caller to see, on all pages' })
  total!: number;

  @ApiProperty({ type: Boolean })
  has_more!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'The `cursor` of the next page; null on the last' })
  next_cursor!: string | null;
}
