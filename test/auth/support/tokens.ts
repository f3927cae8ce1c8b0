import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** The algorithms that tests sign with. */
export type SigningAlgorithm = 'RS256' | 'ES256' | 'EdDSA';

/** A key pair with the public half as it stands in a key set. */
export interface TestKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Record<string, unknown>;
}

export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'castellan';
export const SECRET = 'a secret of the tests, 32 bytes or more';

/** Now in seconds, moved by `offset`. */
export const seconds = (offset = 0): number => Math.floor(Date.now() / 1000) + offset;

/** Claims that are accepted, but for what is overridden; `undefined` leaves a claim out. */
export const claims = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'alice',
  iat: seconds(),
  exp: seconds(300),
  ...overrides,
});

/** A part of a token: text and bytes as they are, anything else as JSON. */
export function encoded(value: unknown): string {
  const content = typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
  return Buffer.from(content as string).toString('base64url');
}

/** A token signed with any bytes as an HMAC key. */
export function hs256(payload: unknown = claims(), header: object = {}, secret: string | Buffer = SECRET): string {
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', ...header })}.${encoded(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A token signed with a key pair, written by hand so that nothing of what is tested signs it. */
export function signedBy(key: TestKey, payload: unknown = claims(), header: object = {}): string {
  const signed = `${encoded({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })}.${encoded(payload)}`;
  const hash = key.alg === 'EdDSA' ? null : 'sha256';
  const signature = sign(hash, Buffer.from(signed), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** A new key pair under a name, with further members for its JWK. */
export function keyOf(alg: SigningAlgorithm, kid: string, members: Record<string, unknown> = {}): TestKey {
  const { privateKey, publicKey } = pairOf(alg);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, ...members };
  return { kid, alg, privateKey, publicKey, jwk };
}

function pairOf(alg: SigningAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return generateKeyPairSync('ed25519');
}
