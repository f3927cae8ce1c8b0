import { isUtf8 } from 'node:buffer';
import { Issue, valueError } from '@castellan/core';
import { JsonFault, malformed, scanJson } from './json-scan';

/**
 * Parses the bytes of a request body strictly (RFC 8259, UTF-8, no byte order mark; see scanJson for what else is refused), in linear
 * time and at any depth without overflow. Never throws; the offset in an issue's `loc` counts code points.
 */
export function parseJsonBody(bytes: Buffer): { value: unknown } | { issues: Issue[] } {
  if (bytes.length === 0) return { issues: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] };
  const text = bytes.toString('utf8');
  try {
    if (!isUtf8(bytes)) throw malformed(firstInvalid(bytes, text), 'Invalid UTF-8');
    if (text.startsWith('\uFEFF')) throw malformed(0, 'Unexpected UTF-8 BOM');
    scanJson(text);
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof JsonFault) return { issues: [issueOf(error, text)] };
    throw error;
  }
}

// `input` is the empty object, as FastAPI answers it: the body may hold a secret.
function issueOf(fault: JsonFault, text: string): Issue {
  const loc = ['body', [...text.slice(0, fault.at)].length];
  if (fault.type === 'value_error') return valueError(loc, fault.message, {});
  return { type: 'json_invalid', loc, msg: 'JSON decode error', input: {}, ctx: { error: fault.message } };
}

/** The index in `text` of the first replacement character that the sender did not write. */
function firstInvalid(bytes: Buffer, text: string): number {
  let byte = 0;
  let done = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', done)) {
    byte += Buffer.byteLength(text.slice(done, at));
    if (bytes.toString('latin1', byte, byte + 3) !== '\xEF\xBF\xBD') return at;
    byte += 3;
    done = at + 1;
  }
  return text.length;
}
