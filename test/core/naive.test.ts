import * as fc from 'fast-check';
import { decide, type MemberGrants, type Question } from '@castellan/core';
import { naiveTypes } from './differences';
import { NOW, schema } from './given';
import { naiveReason, type NaiveMember } from './naive';
import { memberWith, naiveGrants, question } from './questions';

interface Answer {
  readonly allowed: boolean;
  readonly reason: string;
  readonly by: string | null;
}

/** What can be said about a decision: its reason, and whether what it names is enough for it. */
function answer(member: MemberGrants, asked: Question): Answer {
  const { allowed, reason, by } = decide(schema, member, asked, NOW);
  if (by === null) return { allowed, reason, by };
  const alone = decide(schema, { ...member, grants: [by] }, asked, NOW);
  return { allowed, reason, by: member.grants.includes(by) && alone.reason === reason ? by.effect : 'not enough' };
}

function naiveAnswer(member: NaiveMember, asked: Question): Answer {
  const reason = naiveReason(naiveTypes, member, asked, NOW);
  const by = reason === 'granted' ? 'allow' : reason === 'denied' ? 'deny' : null;
  return { allowed: reason === 'granted', reason, by };
}

describe('deciding', () => {
  it('agrees with a naive reading of the design on 30,000 random questions', () => {
    const seen = new Map<string, number>();
    const questions = fc.array(question, { minLength: 6, maxLength: 6 });
    const luck = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(naiveGrants, questions, luck, (grants, all, drawn) => {
        const member = memberWith(grants, drawn === 1 ? 'suspended' : 'active');
        for (const asked of all) {
          const expected = naiveAnswer({ ...member, grants }, asked);
          expect(answer(member, asked)).toEqual(expected);
          seen.set(expected.reason, (seen.get(expected.reason) ?? 0) + 1);
        }
      }),
      { numRuns: 5_000 },
    );
    const reasons = ['granted', 'denied', 'no-grant', 'context-missing', 'suspended', 'unknown-permission'];
    expect(reasons.filter((reason) => (seen.get(reason) ?? 0) < 150)).toEqual([]);
  });
});
