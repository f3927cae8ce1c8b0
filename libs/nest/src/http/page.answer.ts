import { ApiProperty } from '@nestjs/swagger';

/** What every page says beside its rows. */
export class PageAnswer {
  @ApiProperty({ type: 'integer', description: 'The number of items that the caller may read, on all pages' })
  total!: number;

  @ApiProperty({ type: Boolean, description: 'Whether another page follows' })
  has_more!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` to get the next page; null on the last page',
  })
  next_cursor!: string | null;
}
