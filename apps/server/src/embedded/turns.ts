interface Waiter {
  begin: (end: () => void) => void;
  refuse: (reason: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

/** Hands out one turn at a time, first come first served. */
export class Turns {
  private taken = false;
  private refusal: Error | undefined;
  private readonly waiting: Waiter[] = [];
  private readonly onEnd: (() => void)[] = [];

  /** Waits for a turn and returns what ends it; throws `tooLong()` after `waitMs` milliseconds (Infinity: waits on). */
  take(waitMs: number, tooLong: () => Error): Promise<() => void> {
    if (this.refusal) return Promise.reject(this.refusal);
    return new Promise((begin, refuse) => {
      const waiter: Waiter = { begin, refuse, timer: undefined };
      this.waiting.push(waiter);
      this.next();
      if (!this.waiting.includes(waiter) || waitMs === Infinity) return;
      waiter.timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        refuse(tooLong());
      }, waitMs);
    });
  }

  /** Refuses, with this reason, everyone who waits and everyone who comes; resolves when the present turn has ended. */
  close(reason: Error): Promise<void> {
    this.refusal ??= reason;
    for (const waiter of this.waiting.splice(0)) {
      clearTimeout(waiter.timer);
      waiter.refuse(this.refusal);
    }
    return this.taken ? new Promise((resolve) => this.onEnd.push(resolve)) : Promise.resolve();
  }

  private next(): void {
    if (this.taken) return;
    const waiter = this.waiting.shift();
    if (!waiter) return;
    clearTimeout(waiter.timer);
    this.taken = true;
    waiter.begin(() => {
      this.taken = false;
      for (const resolve of this.onEnd.splice(0)) resolve();
      this.next();
    });
  }
}
