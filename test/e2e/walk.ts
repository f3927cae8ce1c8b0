import type { Client } from '../support/server';

/** Everything that a list shows, page by page; each page has the same total, and only the last has no cursor. */
export async function walk(client: Client, path: string, key: string, limit: number): Promise<any[]> {
  const found: any[] = [];
  let total: number | undefined;
  for (let cursor = ''; ;) {
    const { body } = await client.get(`${path}?limit=${limit}${cursor}`).expect(200);
    total ??= body.total;
    found.push(...body[key]);
    expect([body.total, body.has_more, body.next_cursor !== null]).toEqual([
      total,
      found.length < body.total,
      body.has_more,
    ]);
    expect(body[key].length).toBe(body.has_more ? limit : ((body.total - 1) % limit) + 1);
    if (!body.has_more) return found;
    cursor = `&cursor=${body.next_cursor}`;
  }
}
