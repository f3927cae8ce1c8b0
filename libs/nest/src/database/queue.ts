interface Waiter {
  readonly begin: () => void;
  readonly refuse: (reason: Error) => void;
  timer?: NodeJS.Timeout;
}

/** Lets some in at a time; the others wait in the order in which they came. */
export class Queue {
  private running = 0;
  private refusal: Error | null = null;
  private readonly waiters: Waiter[] = [];
  private readonly idle: Array<() => void> = [];

  /** @param most how many are in at a time */
  constructor(private readonly most: number) {}

  /** How many wait. */
  get waiting(): number {
    return this.waiters.length;
  }

  /** Whether nobody is in, and nobody waits. */
  get isEmpty(): boolean {
    return this.running === 0;
  }

  /**
   * Waits to be let in, and returns what ends the turn; it must be called once.
   * @param waitMs milliseconds; Infinity waits on
   * @throws `tooLong()` after that time, and the reason of `close`
   */
  take(waitMs: number, tooLong: () => Error): Promise<() => void> {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    if (this.running < this.most) {
      this.running++;
      return Promise.resolve(this.pass);
    }
    return new Promise((begin, refuse) => {
      const waiter: Waiter = { begin: () => begin(this.pass), refuse };
      this.waiters.push(waiter);
      if (waitMs === Infinity) return;
      waiter.timer = setTimeout(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        refuse(tooLong());
      }, waitMs);
    });
  }

  /** Refuses, with this reason, everyone who waits and everyone who comes; resolves when nobody is in. */
  close(reason: Error): Promise<void> {
    this.refusal ??= reason;
    for (const { timer, refuse } of this.waiters.splice(0)) {
      clearTimeout(timer);
      refuse(this.refusal);
    }
    return this.isEmpty ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve));
  }

  // A turn goes from hand to hand: how many are in stays as it is while one waits.
  private readonly pass = (): void => {
    const next = this.waiters.shift();
    if (next !== undefined) {
      clearTimeout(next.timer);
      next.begin();
      return;
    }
    this.running--;
    if (this.isEmpty) for (const resolve of this.idle.splice(0)) resolve();
  };
}
