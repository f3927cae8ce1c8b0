// A connection of its own each time: the answers are minutes apart, and one that was kept open may be dead by then.
const HEADERS = { accept: 'application/jwk-set+json, application/json', connection: 'close' };

/** Gets JSON from a fixed address: no redirects, 200 only, at most `bytes` long, all within `timeoutMs`; throws otherwise. */
export async function fetchJson(uri: string, timeoutMs: number, bytes: number): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(uri, { redirect: 'error', signal, headers: HEADERS });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the answer has the status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > bytes) throw new Error(`the answer is longer than ${bytes} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
