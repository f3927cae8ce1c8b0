import { formatScope, type ListedScopes, type ScopePattern } from '@castellan/core';
import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { NextPageAnswer } from '../http/page.answer';

const PATTERNS = {
  type: 'array',
  items: { type: 'array', items: { type: 'string' } },
  example: [['ws-1'], ['workspaces/ws-2', 'app-1']],
} as const;

/** The most places of each kind that are listed of one member. */
export const MOST_SCOPES = 100;

/** A member who may use a permission somewhere, and where. */
@CastellanSchema('Holder')
export class HolderAnswer {
  @ApiProperty({ type: String, example: 'bob' })
  user_id!: string;

  @ApiProperty({ type: Boolean, description: 'Whether the permission is held everywhere except in `except`' })
  all!: boolean;

  @ApiProperty({
    ...PATTERNS,
    description: 'Where the permission is held: a resource must match every scope of one of the lists',
  })
  only!: string[][];

  @ApiProperty({ ...PATTERNS, description: 'Where the permission is denied, in the same form' })
  except!: string[][];

  @ApiProperty({ type: Boolean, description: 'Whether there are more places than the first 100 of each list' })
  truncated!: boolean;

  static fromScopes(user_id: string, { all, only, except, truncated }: ListedScopes): HolderAnswer {
    return { user_id, all, only: only.map(texts), except: except.map(texts), truncated };
  }
}

/** A page of the members who may use a permission, by user id. Nobody knows how many there are without asking all. */
@CastellanSchema('HolderPage')
export class HolderPage extends NextPageAnswer {
  @ApiProperty({ type: [HolderAnswer] })
  members!: HolderAnswer[];

  @ApiProperty({
    type: [String],
    description: 'Members whose roles have more than 2,000,000 permissions: nothing can be decided about them',
  })
  undecided!: string[];
}

const texts = (pattern: ScopePattern): string[] =>
  pattern.map(({ type, id }) => formatScope(type === null ? { kind: 'id', id } : { kind: 'typed', type, id }));
