import { createCastellanClient, type CastellanClient } from '@castellan/client';
import type { TestServer } from '../support/server';

/** A client of the listening service that sends this user's token. */
export const clientOf = ({ url, token }: TestServer, user: string): CastellanClient =>
  createCastellanClient({ baseUrl: url, token: () => token(user) });

/** The data of an answer that is a success; shows the error of one that is not. */
export async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await answer;
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return data as T;
}
