import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export const CLIENT_ID = 'tracing';
export const CLIENT_SECRET = 'a secret of two';

/** Keys take a tenth of a second to make: all providers of a file have the same. */
const OWN = generateKeyPairSync('rsa', { modulusLength: 2048 });
const FOREIGN = generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface TestProvider {
  readonly issuer: string;
  /** What it says of whoever signs in, beside what every ID token says. */
  claims: Record<string, unknown>;
  /** What is answered to whoever asks more. */
  userInfo: Record<string, unknown>;
  /** What is done to the next ID tokens that no honest provider does. */
  mischief: Mischief;
  /** Signs somebody in who was sent here. @returns where their browser is sent */
  signIn(authorizationUrl: string): URL;
}

export interface Mischief {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: 'foreign' | 'none';
}

/** A provider of OpenID Connect over real HTTP with real signatures, which ends with the test. */
export async function testProvider(nowS: () => number): Promise<TestProvider> {
  const codes = new Map<string, { readonly challenge: string; readonly nonce: string; readonly redirectUri: string }>();
  const server = createServer((request, response) => {
    void answer(request).then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      (error: Error) => response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant', why: error.message })),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: TestProvider = {
    issuer,
    claims: { sub: '42' },
    userInfo: {},
    mischief: {},
    signIn: (authorizationUrl) => {
      const asked = Object.fromEntries(new URL(authorizationUrl).searchParams);
      if (asked.client_id !== CLIENT_ID || asked.response_type !== 'code' || asked.code_challenge_method !== 'S256') {
        throw new Error(`not asked as agreed: ${JSON.stringify(asked)}`);
      }
      const code = randomUUID();
      const { code_challenge: challenge = '', nonce = '', redirect_uri: redirectUri = '', state = '' } = asked;
      codes.set(code, { challenge, nonce, redirectUri });
      return new URL(`${redirectUri}?${new URLSearchParams({ code, state, iss: issuer })}`);
    },
  };
  return provider;

  async function answer(request: IncomingMessage): Promise<unknown> {
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          userinfo_endpoint: `${issuer}/me`,
          id_token_signing_alg_values_supported: ['RS256'],
        };
      case '/keys':
        return { keys: [{ ...OWN.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] };
      case '/me':
        return { sub: provider.claims.sub, ...provider.userInfo };
      case '/token':
        return tokens(request, new URLSearchParams(await text(request)));
      default:
        throw new Error(`nothing at ${request.url}`);
    }
  }

  function tokens({ headers }: IncomingMessage, form: URLSearchParams): unknown {
    const secret = Buffer.from(`${CLIENT_ID}:${encodeURIComponent(CLIENT_SECRET).replaceAll('%20', '+')}`);
    if (headers.authorization !== `Basic ${secret.toString('base64')}`) throw new Error('not our client');
    const code = codes.get(form.get('code') ?? '');
    // A code is good for once.
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
      throw new Error('not their code');
    const { claims, key } = provider.mischief;
    const payload = {
      ...{ iss: issuer, aud: CLIENT_ID, iat: nowS(), exp: nowS() + 300, nonce: code.nonce },
      ...provider.claims,
      ...claims,
    };
    return { access_token: 'access', token_type: 'Bearer', expires_in: 300, id_token: token(payload, key) };
  }
}

function token(payload: object, key: Mischief['key']): string {
  const alg = key === 'none' ? 'none' : 'RS256';
  const parts = [{ alg, kid: 'own' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const content = parts.join('.');
  if (key === 'none') return `${content}.`;
  return `${content}.${signature(content, (key === 'foreign' ? FOREIGN : OWN).privateKey)}`;
}

function signature(content: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(content), key).toString('base64url');
}
