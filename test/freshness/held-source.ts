import { setTimeout as sleep } from 'node:timers/promises';
import type { GrantsSource, MemberKey, Stamps, StoredMember } from '@castellan/nest';

type Question = 'stamps' | 'grants';

/** The real source, whose answers arrive late: they are held back after they were read. */
export class HeldSource implements GrantsSource {
  /** How often each was asked, and answered. */
  readonly asked: Record<Question, number> = { stamps: 0, grants: 0 };
  readonly answered: Record<Question, number> = { stamps: 0, grants: 0 };
  /** What an answer waits for. */
  hold: (question: Question) => Promise<unknown> = () => Promise.resolve();

  constructor(private readonly real: GrantsSource) {}

  async stamps(keys: readonly MemberKey[]): Promise<ReadonlyArray<Stamps | null>> {
    this.asked.stamps++;
    const found = await this.real.stamps(keys);
    await this.hold('stamps');
    this.answered.stamps++;
    return found;
  }

  async grants(key: MemberKey, known: readonly string[]): Promise<StoredMember | null> {
    this.asked.grants++;
    const found = await this.real.grants(key, known);
    await this.hold('grants');
    this.answered.grants++;
    return found;
  }

  /** Holds the next answer to such a question until it is let go; `read` is done once it was read. */
  holdNext(held: Question): { readonly read: Promise<void>; letGo(): void } {
    let letGo = (): void => undefined;
    let isRead = (): void => undefined;
    const gone = new Promise<void>((done) => (letGo = done));
    const read = new Promise<void>((done) => (isRead = done));
    this.hold = async (question) => {
      if (question !== held) return;
      this.hold = () => Promise.resolve();
      isRead();
      await gone;
    };
    return { read, letGo };
  }

  /** Waits until one more question of this kind is answered; not for ever, since that may be what is wrong. */
  async untilAnswered(question: Question): Promise<void> {
    const before = this.answered[question];
    for (let turns = 0; turns < 200 && this.answered[question] === before; turns++) await sleep(5);
  }

  /** Holds every answer for up to so many milliseconds, and some not at all. */
  holdAtRandom(mostMs: number): void {
    this.hold = () => (Math.random() < 0.3 ? Promise.resolve() : sleep(Math.random() * mostMs));
  }
}
