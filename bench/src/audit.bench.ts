import type { Query } from './databases';
import type { Figure } from './figure';
import { measurePages, READER, type PagedList } from './paged-lists';
import type { Scratch } from './scratch';

const POLICY = {
  policy_id: 'pol-00000000000000000000000000',
  name: 'Deploy apps',
  description: 'Made for the bench',
  effect: 'allow',
  permissions: ['apps:*:read', 'apps:*:write', 'endpoints:*:read', 'endpoints:*:trigger'],
  condition: null,
  builtin: false,
};

const audit: PagedList = {
  path: 'audit',
  cursorName: 'audit',
  rowsName: 'entries',
  key: 'seq',

  // The hashes are made up: a page shows them and does not verify them.
  async fill(query: Query, orgId: string, total: number): Promise<void> {
    await query(
      `insert into castellan.audit_entry
         (org_id, seq, revision, at, actor_id, action, target_type, target_id, entry, prev_hash, hash)
       select $1, n, n, now(), $3, 'policy.update', 'policies', $4::jsonb->>'policy_id',
              jsonb_build_object(
                'org_id', $1::text, 'seq', n, 'revision', n, 'at', '2026-01-01T00:00:00.000Z',
                'actor', jsonb_build_object('id', $3::text, 'kind', 'member'), 'request_id', gen_random_uuid(),
                'schema_hash', encode(sha256('schema'), 'hex'), 'action', 'policy.update',
                'target', jsonb_build_object('type', 'policies', 'id', $4::jsonb->>'policy_id'),
                'before', $4::jsonb, 'after', $4::jsonb)::text,
              encode(sha256((n - 1)::text::bytea), 'hex'), encode(sha256(n::text::bytea), 'hex')
         from castellan.organisation_state s, generate_series(s.audit_seq + 1, $2::bigint) n
        where s.org_id = $1`,
      [orgId, total, READER, JSON.stringify(POLICY)],
    );
    await query(
      `update castellan.organisation_state
          set audit_seq = $2::bigint, revision = $2::bigint, audit_head = encode(sha256($2::bigint::text::bytea), 'hex')
        where org_id = $1`,
      [orgId, total],
    );
  },

  // Newest first.
  keyAt: (row, total) => String(total - row),
};

/** A page of 50 audit entries, `total` included, whatever the number of entries. */
export function auditBench(scratch: Scratch): Promise<Figure[]> {
  return measurePages(scratch, audit);
}
