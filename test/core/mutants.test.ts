import { differences } from './differences';
import { mutant, unchanged } from './mutant';
import { mutations } from './mutants';

const QUESTIONS = 30_000;

describe('the agreement test', () => {
  it('finds nothing wrong with the engine as it is, loaded as mutants are', () => {
    expect(differences(unchanged(), 1, 2_000).difference).toBeNull();
  });

  it.each(mutations)('notices when $wrong', (mutation) => {
    expect(differences(mutant(mutation), 1, QUESTIONS).difference).not.toBeNull();
  });

  it('knows at least twelve mistakes, each of its own', () => {
    expect(new Set(mutations.map(({ wrong }) => wrong)).size).toBe(mutations.length);
    expect(mutations.length).toBeGreaterThanOrEqual(12);
  });
});
