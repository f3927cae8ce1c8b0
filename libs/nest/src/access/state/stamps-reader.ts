import { Inject, Injectable } from '@nestjs/common';
import { memberText, type GrantsSource, type MemberKey, type Stamps } from '../sources/grants-source';
import { Sources } from '../sources/sources';

/** The most members that one statement asks about. */
const MOST_AT_ONCE = 500;

type Found = ReadonlyMap<string, Stamps | null>;

interface Batch {
  readonly keys: Map<string, MemberKey>;
  readonly found: Promise<Found>;
}

/** Reads stamps: what is asked in one turn of the event loop goes into one statement. */
@Injectable()
export class StampsReader {
  private batch: Batch | null = null;

  constructor(@Inject(Sources) private readonly source: GrantsSource) {}

  // Invariant: the statement begins after the question was asked. An answer that was under way before could miss a
  // change that has been answered since.
  /** The stamps of a member as of now; null for a user who is no member. */
  async read(key: MemberKey): Promise<Stamps | null> {
    const text = memberText(key);
    const batch = (this.batch ??= this.open());
    batch.keys.set(text, key);
    if (batch.keys.size === MOST_AT_ONCE) this.batch = null;
    return (await batch.found).get(text) ?? null;
  }

  private open(): Batch {
    const keys = new Map<string, MemberKey>();
    const found = new Promise((begin) => setImmediate(begin)).then(() => {
      if (this.batch === batch) this.batch = null;
      return this.ask(keys);
    });
    const batch = { keys, found };
    return batch;
  }

  private async ask(keys: ReadonlyMap<string, MemberKey>): Promise<Found> {
    const stamps = await this.source.stamps([...keys.values()]);
    return new Map([...keys.keys()].map((text, at) => [text, stamps[at] ?? null]));
  }
}
