import { Field } from './field';
import { encodeCursor } from './cursor';
import { integer, text } from './rules';

/** The query of a list: `limit` 1 to 200, `cursor` from the answer before. */
export class PageQuery {
  @Field(integer({ min: 1, max: 200 }), { optional: true, api: null })
  limit?: number;

  @Field(text({ min: 1, max: 2048 }), { optional: true, api: null })
  cursor?: string;
}

/** A page's rows with what leads to the next one. */
export interface PageCut<Row> {
  readonly rows: readonly Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** A page that was asked for: at most `limit` rows whose key follows `after` (the empty string before the first). */
export class Page {
  static readonly DEFAULT_LIMIT = 50;

  constructor(
    private readonly orgId: string,
    private readonly list: string,
    readonly limit = Page.DEFAULT_LIMIT,
    readonly after = '',
  ) {}

  /** How many rows to read: one more than is shown, which tells whether more follow. */
  get rowsToRead(): number {
    return this.limit + 1;
  }

  /** Where the next page begins, of a page that ends early: after the row with this key. */
  endedAt(key: string): Omit<PageCut<never>, 'rows'> & { readonly has_more: true } {
    return { has_more: true, next_cursor: encodeCursor(this.orgId, this.list, key) };
  }

  /** Cuts the rows that were read to the page; `more` of a page that ended early. */
  cut<Row>(found: readonly Row[], keyOf: (row: Row) => string, more = false): PageCut<Row> {
    const rows = found.slice(0, this.limit);
    const has_more = more || found.length > this.limit;
    const last = rows.at(-1);
    const next_cursor = has_more && last !== undefined ? encodeCursor(this.orgId, this.list, keyOf(last)) : null;
    return { rows, has_more, next_cursor };
  }
}
