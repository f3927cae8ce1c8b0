// A real OpenID provider for tests: node oidc-provider.child.mjs <port> <alg>; sends its parent the port.
// It logs in whom `login_hint` names and asks nobody for consent.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, alg] = process.argv.slice(2);
const PAIRS = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

const server = createServer().listen(Number(port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const kid = randomUUID();
  const provider = providerOf(issuer, { ...PAIRS[alg]().privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    logIn(provider, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  process.send({ port: server.address().port });
});
process.once('disconnect', () => process.exit());

function providerOf(issuer, jwk) {
  const resource = {
    audience: 'castellan',
    scope: 'iam',
    accessTokenFormat: 'jwt',
    accessTokenTTL: 600,
    jwt: { sign: { alg } },
  };
  return new Provider(issuer, {
    jwks: { keys: [jwk] },
    clients: [
      {
        client_id: 'web',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
        application_type: 'native',
        id_token_signed_response_alg: alg,
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    cookies: { keys: [randomUUID()] },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: () => ({ groups: ['engineering'], preferred_username: 'alice.a' }),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => resource, useGrantedResource: () => true },
    },
  });
}

async function logIn(provider, request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: params.login_hint, clientId: params.client_id });
  grant.addOIDCScope('openid');
  grant.addResourceScope(params.resource, 'iam');
  const result = { login: { accountId: params.login_hint }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result);
}
