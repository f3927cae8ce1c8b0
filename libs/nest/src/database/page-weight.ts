/** The most permissions, or other texts, that a page of a list holds; and the most bytes of them. An item is shown whole. */
const MOST_STRINGS = 20_000;
const MOST_BYTES = 2 * 1024 * 1024;

/** A row of a page that may have ended early. */
export interface WeighedRow {
  /** How many rows there were to choose from. */
  readonly candidates: number;
}

/**
 * The SQL of a page that ends before it is heavy; its first row is there whatever it weighs. The page is cut before anything
 * is joined, so it is quick whatever the planner knows of the tables.
 * @param candidates SQL of the rows that the page may have: `key`, `strings` and `bytes`, at most as many as it has room for
 * @param rowOf SQL of the one row with a key
 */
export const pageCutByWeight = (key: string, candidates: string, rowOf: (key: string) => string): string => `
  select shown.*, cut.candidates
    from (select weighed.${key}, weighed.candidates
            from (select c.${key}, count(*) over ()::int as candidates, row_number() over w as at,
                         sum(c.strings) over w as strings, sum(c.bytes) over w as bytes
                    from (${candidates}) c window w as (order by c.${key})) weighed
           where weighed.at = 1 or (weighed.strings <= ${MOST_STRINGS} and weighed.bytes <= ${MOST_BYTES})) cut
    join lateral (${rowOf(`cut.${key}`)}) shown on true
   order by cut.${key}`;

/** Whether a page ended before all the rows that it had room for. */
export const endedEarly = (rows: readonly WeighedRow[]): boolean => (rows[0]?.candidates ?? 0) > rows.length;

/** What is still free of a page's weight while its items are made. */
export class PageWeight {
  private strings = 0;
  private bytes = 0;
  private items = 0;

  /** Whether one more item with these texts fits; the first always does. */
  takes(...lists: ReadonlyArray<readonly string[]>): boolean {
    for (const list of lists) {
      this.strings += list.length;
      for (const text of list) this.bytes += text.length;
    }
    return this.items++ === 0 || (this.strings <= MOST_STRINGS && this.bytes <= MOST_BYTES);
  }
}
