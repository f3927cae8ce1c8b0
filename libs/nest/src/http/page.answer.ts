import { ApiProperty } from '@nestjs/swagger';

/** What every page says beside its rows. */
export class NextPageAnswer {
  @ApiProperty({ type: Boolean, description: 'Whether another page follows' })
  has_more!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Send it as `cursor` to get the next page; null on the last page',
  })
  next_cursor!: string | null;
}

/** A page of a list whose length is known. */
export class PageAnswer extends NextPageAnswer {
  @ApiProperty({ type: 'integer', description: 'The number of items that the caller may read, on all pages' })
  total!: number;
}
