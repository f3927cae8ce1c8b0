import { startApp, type TestApp } from './support/app';
import { AUDIENCE, claims, encoded, hs256, ISSUER, keyOf, SECRET, seconds, signedBy } from './support/tokens';

describe('a request with a bearer token', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ jwt: { kind: 'secret', secret: SECRET }, issuer: ISSUER, audience: AUDIENCE });
  });
  afterAll(() => app.close());

  const refused = async (token: string, reason: string | RegExp): Promise<void> => {
    const answer = await app.get('/protected', token);
    expect(answer).toMatchObject({ status: 401, body: '{"message":"Authentication required"}' });
    expect(answer.reason).toMatch(reason);
  };

  it('is the user of the token', async () => {
    const profile = { preferred_username: 'al', email: 'a@b.c', name: 'Älice A.', picture: 'https://a.b/c.png' };
    const payload = claims({ ...profile, groups: ['b', 'a', 'b'], extra: { deep: [1] } });
    const { status, identity } = await app.get('/protected', hs256(payload));
    expect(status).toBe(200);
    expect(identity).toEqual({
      userId: 'alice',
      issuer: ISSUER,
      issuedAt: payload.iat,
      groups: ['b', 'a'],
      profile: { username: 'al', email: 'a@b.c', fullName: 'Älice A.', avatarUrl: 'https://a.b/c.png' },
      claims: payload,
    });
  });

  it('passes on a public route without a token, and with a bad one', async () => {
    expect(await app.get('/public')).toMatchObject({ status: 200, body: '{"user":null}' });
    expect(await app.get('/public', 'bad')).toMatchObject({ status: 200, body: '{"user":null}' });
  });

  describe.each([
    ['expired', { exp: seconds(-60) }, 'expired'],
    ['expired long ago, by a time that is text', { exp: '1' }, /exp/],
    ['without exp', { exp: undefined }, 'exp is missing'],
    ['not yet valid', { nbf: seconds(60) }, 'not active'],
    ['whose nbf is text', { nbf: 'soon' }, 'nbf'],
    ['issued in the future', { iat: seconds(60) }, 'future'],
    ['whose iat is text', { iat: 'now' }, 'iat must be a number of seconds'],
    ['of another issuer', { iss: 'https://other.test' }, 'issuer'],
    ['without issuer', { iss: undefined }, 'issuer'],
    ['with a list of issuers', { iss: [ISSUER] }, 'issuer'],
    ['for another audience', { aud: 'castellan-other' }, 'audience'],
    ['for a list without ours', { aud: ['a', 'b'] }, 'audience'],
    ['without audience', { aud: undefined }, 'audience'],
    ['without sub', { sub: undefined }, 'sub is not'],
    ['whose sub is a number', { sub: 7 }, 'sub is not'],
    ['whose sub is empty', { sub: '' }, 'sub is not'],
    ['whose sub begins with a space', { sub: ' a' }, 'sub is not'],
    ['whose sub ends with a space', { sub: 'a ' }, 'sub is not'],
    ['whose sub is reserved', { sub: 'sa-1' }, 'reserved'],
    ['whose sub has a line end', { sub: 'alice\n' }, 'sub is not'],
    ['whose sub has a NUL', { sub: 'alice\0' }, 'sub is not'],
    ['whose sub looks like another', { sub: 'аlice' }, 'sub is not'],
    ['whose sub is too long', { sub: 'a'.repeat(256) }, 'sub is not'],
    ['whose groups are a blank text', { groups: ' ' }, 'groups'],
    ['whose groups are a number', { groups: 7 }, 'groups'],
    ['whose groups are null', { groups: null }, 'groups'],
    ['whose groups hold a number', { groups: ['a', 1] }, 'groups'],
    ['whose groups hold a blank', { groups: [' '] }, 'groups'],
    ['whose groups hold a control character', { groups: ['a\u0000'] }, 'groups'],
    ['whose groups are bad and which has no iat', { groups: [7], iat: undefined }, 'groups'],
  ])('%s', (_, overrides, reason) => {
    it('is refused', () => refused(hs256(claims(overrides)), reason));
  });

  describe.each([
    ['a little late by our clock', { exp: seconds(-2) }],
    ['a little early by our clock', { nbf: seconds(3), iat: seconds(3) }],
    ['for several audiences', { aud: ['other', AUDIENCE] }],
    ['with the longest sub', { sub: '~'.repeat(255) }],
    ['with a sub of an identity provider', { sub: 'auth0|12:/%$' }],
  ])('%s', (_, overrides) => {
    it('is accepted', async () =>
      expect(await app.get('/protected', hs256(claims(overrides)))).toMatchObject({ status: 200 }));
  });

  describe.each(['none', 'None', 'NONE', 'nOnE', '', 'hs256', 'HS384', 'RS256'])('signed with alg "%s"', (alg) => {
    it('is refused, with and without a signature', async () => {
      const signed = `${encoded({ alg, typ: 'JWT' })}.${encoded(claims())}`;
      await refused(`${signed}.`, 'not a signed JWT');
      await refused(signed, 'not a signed JWT');
      await refused(`${signed}.AAAA`, 'alg is not');
      await refused(hs256(claims(), { alg }), 'alg is not');
    });
  });

  describe.each([
    ['another secret', hs256(claims(), {}, 'another secret of 32 bytes or more'), 'invalid signature'],
    ['an empty secret', hs256(claims(), {}, ''), 'invalid signature'],
    ['a foreign key pair', signedBy(keyOf('RS256', 'k')), 'alg is not'],
  ])('signed with %s', (_, token, reason) => {
    it('is refused', () => refused(token, reason));
  });

  it('is refused when its payload is not the one that was signed', async () => {
    const [header, , signature] = hs256().split('.');
    await refused(`${header}.${encoded(claims({ sub: 'bob' }))}.${signature}`, 'invalid signature');
  });

  describe.each([
    ['marks an extension critical', { crit: ['exp'] }, 'crit'],
    ['marks the payload as not encoded', { b64: false, crit: ['b64'] }, 'crit'],
    ['has an empty list of critical ones', { crit: [] }, 'crit'],
    ['is of another type', { typ: 'logout+jwt' }, 'typ'],
    ['has a number as its kid', { kid: 1 }, 'kid'],
    ['has no text as its alg', { alg: ['HS256'] }, 'alg'],
  ])('whose header %s', (_, header, reason) => {
    it('is refused', () => refused(hs256(claims(), header), reason));
  });

  it.each([
    ['text', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '1'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('is refused when its payload is %s', (_, payload) => refused(hs256(payload), /payload/));

  it('is refused with bits left over at its end, which some readers drop', async () => {
    const token = hs256();
    const last = token.at(-1) as string;
    const other = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = other[other.indexOf(last) + 1] as string;
    await refused(token.slice(0, -1) + twin, 'not base64url');
  });

  it('has no groups and no profile while it does not say when it was issued', async () => {
    const { identity } = await app.get('/protected', hs256(claims({ iat: undefined, groups: ['a'], name: 'Alice' })));
    expect(identity).toMatchObject({ issuedAt: null, groups: null, profile: {} });
  });

  it.each([
    ['a text as one group', 'Domain Admins', ['Domain Admins']],
    ['an empty text as none', '', []],
  ])('takes %s', async (_, groups, taken) => {
    expect((await app.get('/protected', hs256(claims({ groups })))).identity.groups).toEqual(taken);
  });

  it('tells absent groups from none', async () => {
    expect((await app.get('/protected', hs256())).identity.groups).toBeNull();
    expect((await app.get('/protected', hs256(claims({ groups: [] })))).identity.groups).toEqual([]);
  });

  it.each([
    ['a number', { name: 7 }],
    ['too long', { name: 'a'.repeat(1025) }],
    ['on two lines', { name: 'a\nb' }],
    ['written backwards', { preferred_username: 'a\u202eb' }],
    ['a script', { picture: 'javascript:alert(1)' }],
    ['no address', { picture: 'me.png' }],
  ])('drops a part of the profile that is %s', async (_, overrides) => {
    expect((await app.get('/protected', hs256(claims(overrides)))).identity.profile).toEqual({});
  });
});
