import * as engine from '@castellan/core';
import { differences } from './differences';

// CASTELLAN_LONG=1 asks a million questions, of organisations that no earlier run has seen.
const long = process.env['CASTELLAN_LONG'] === '1';
const [questions, seed] = long ? [1_000_000, Date.now() >>> 0] : [30_000, 1];

describe('the compiled engine', () => {
  it(`answers, explains and lists as the design says, on ${questions.toLocaleString('en')} random questions (seed ${seed})`, () => {
    const { asked, reasons, difference } = differences(engine, seed, questions);
    expect(difference).toBeNull();
    expect(asked).toBeGreaterThanOrEqual(questions);
    const all = ['granted', 'denied', 'no-grant', 'context-missing', 'suspended', 'unknown-permission'];
    expect(all.filter((reason) => (reasons.get(reason) ?? 0) < questions / 200)).toEqual([]);
  }, 600_000);
});
