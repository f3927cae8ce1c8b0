import { fork, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SigningAlgorithm } from './tokens';

const REDIRECT = 'http://127.0.0.1/callback';

/** oidc-provider in a process of its own; each start has a new key, the port stays. */
export class OidcProvider {
  private port = 0;
  private child: ChildProcess | undefined;

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(alg: SigningAlgorithm): Promise<this> {
    const program = join(__dirname, 'oidc-provider.child.mjs');
    this.child = fork(program, [String(this.port), alg], { silent: true });
    let said = '';
    this.child.stderr!.on('data', (chunk) => (said += String(chunk)));
    this.child.stdout!.resume();
    const [message] = (await Promise.race([
      once(this.child, 'message'),
      once(this.child, 'exit').then(() => Promise.reject(new Error(`the provider ended at its start: ${said}`))),
    ])) as [{ port: number }];
    this.port = message.port;
    return this;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    this.child = undefined;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async discover(): Promise<Record<string, string>> {
    const response = await fetch(`${this.issuer}/.well-known/openid-configuration`);
    return (await response.json()) as Record<string, string>;
  }

  /** An access token by the authorization code flow with PKCE (RFC 7636), as a browser app goes through it. */
  async accessToken(user: string): Promise<string> {
    const endpoints = await this.discover();
    const verifier = randomBytes(32).toString('base64url');
    const code = await this.authorize(endpoints.authorization_endpoint!, user, verifier);
    const form = { grant_type: 'authorization_code', client_id: 'web', redirect_uri: REDIRECT, code };
    const body = new URLSearchParams({ ...form, code_verifier: verifier });
    const response = await fetch(endpoints.token_endpoint!, { method: 'POST', body });
    const answer = (await response.json()) as { access_token?: string };
    if (answer.access_token === undefined) throw new Error(JSON.stringify(answer));
    return answer.access_token;
  }

  private async authorize(endpoint: string, user: string, verifier: string): Promise<string> {
    const query = new URLSearchParams({
      client_id: 'web',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid iam',
      resource: 'urn:castellan:api',
      login_hint: user,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const cookies = new Map<string, string>();
    let at = new URL(`${endpoint}?${query.toString()}`);
    while (!at.href.startsWith(REDIRECT)) at = await this.step(at, cookies);
    const code = at.searchParams.get('code');
    if (code === null) throw new Error(at.href);
    return code;
  }

  private async step(at: URL, cookies: Map<string, string>): Promise<URL> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status} ${await response.text()}`);
    return new URL(location, at);
  }
}
