import { formatScope, type ScopePattern, type Scopes } from '@castellan/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const PATTERNS = {
  type: 'array',
  items: { type: 'array', items: { type: 'string' } },
  example: [['ws-1'], ['workspaces/ws-2', 'app-1']],
} as const;

/** A member who may use a permission somewhere, and where. */
@ApiSchema({ name: 'Holder' })
export class HolderAnswer {
  @ApiProperty({ type: String, example: 'bob' })
  user_id!: string;

  @ApiProperty({ type: Boolean, description: 'Everywhere but for `except`' })
  all!: boolean;

  @ApiProperty({ ...PATTERNS, description: 'Where it may: all scopes of one of the lists must match' })
  only!: string[][];

  @ApiProperty({ ...PATTERNS, description: 'Where it may not, in the same form' })
  except!: string[][];

  static of(user_id: string, { all, only, except }: Scopes): HolderAnswer {
    return { user_id, all, only: only.map(texts), except: except.map(texts) };
  }
}

/** A page of the members who may use a permission, by user id. Nobody knows how many there are without asking all. */
@ApiSchema({ name: 'HolderPage' })
export class HolderPage {
  @ApiProperty({ type: [HolderAnswer] })
  members!: HolderAnswer[];

  @ApiProperty({ type: Boolean })
  has_more!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'The `cursor` of the next page; null on the last' })
  next_cursor!: string | null;
}

const texts = (pattern: ScopePattern): string[] =>
  pattern.map(({ type, id }) => formatScope(type === null ? { kind: 'id', id } : { kind: 'typed', type, id }));
