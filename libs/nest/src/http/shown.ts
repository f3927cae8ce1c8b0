import type { TypedId } from '@castellan/core';
import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { NOBODY, type Reader } from '../access/reader';
import type { ChangedAnswer } from './changed.answer';
import type { PathParams } from './route-input';

/** What a request said, for an answer that shows no more than that. */
export interface Sent {
  readonly params?: PathParams;
  readonly body?: unknown;
}

/** How an answer is shown to a reader who may not read everything in it. */
export interface Shown<T> {
  /** The answer without what the reader may not read. */
  show(answer: T, reader: Reader, sent: Sent): object;
  /** What every reader of the object sees: its entity tag is made from that, and is the same for all of them. */
  tagged?(answer: T): object;
  /** The object that a change answers; who may not read it is told its id and the revision alone. */
  object?(answer: T): TypedId & { readonly containers?: readonly TypedId[] };
  /** How that is told, where it is not told as it is. */
  changed?(told: ChangedAnswer): object;
}

/** The metadata key of `Shows`. */
export const SHOWN_ANSWER = 'castellan:shown';

/** Declares how the answers of a route are shown. */
export const Shows = <T>(shown: Shown<T>): CustomDecorator => SetMetadata(SHOWN_ANSWER, shown);

/** What the entity tag of an answer is made from. */
export const taggedPart = <T extends object>(shown: Shown<T> | undefined, answer: T): object =>
  shown === undefined ? answer : (shown.tagged?.(answer) ?? shown.show(answer, NOBODY, {}));

/** How a page is shown whose rows are in `field`. */
export const shownPage = <Field extends string, T>(
  field: Field,
  shown: Shown<T>,
): Shown<Readonly<Record<Field, readonly T[]>>> => ({
  show: (page, reader, sent) => ({ ...page, [field]: page[field].map((row) => shown.show(row, reader, sent)) }),
});

/** Replaces the creator's user id where the reader may not read that member. */
export const withoutCreator = <T extends { readonly created_by: string | null }>(answer: T, reader: Reader): T => ({
  ...answer,
  created_by: reader.userId(answer.created_by),
});
