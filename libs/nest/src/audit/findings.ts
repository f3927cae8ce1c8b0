/** What is wrong with a run of entries. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly problem: string;
}

/** The most findings that are kept; the rest is counted. */
const MOST = 20;

/** Gathers findings in bounded memory: neighbours with the same problem are one. */
export class Findings {
  readonly kept: Finding[] = [];
  /** How many more there are than are kept. */
  more = 0;

  /** Notes a problem of the entries from one sequence number to another. */
  add(problem: string, from: number, to = from): void {
    const at = this.kept.findIndex((finding) => finding.problem === problem && finding.to === from - 1);
    const before = this.kept[at];
    if (before !== undefined) this.kept[at] = { ...before, to };
    else if (this.kept.length < MOST) this.kept.push({ from, to, problem });
    else this.more += 1;
  }
}
