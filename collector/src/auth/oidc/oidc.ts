import type { OidcSignIn } from '@tracewright/schema';
import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { isLoopback } from '../../border/allowed-hosts.ts';
import { ApiError } from '../../errors.ts';
import type { Accounts } from '../accounts.ts';
import { accountOfClaims, type Claims } from './account-of-claims.ts';
import { type Journey, packJourney, unpackJourney } from './journey.ts';
import type { OidcSettings } from './oidc-settings.ts';

export const OIDC_START_PATH = '/api/v1/auth/oidc/start';
export const OIDC_CALLBACK_PATH = '/api/v1/auth/oidc/callback';

/** How long what the service says of itself is believed, ms. */
const DISCOVERY_MS = 3_600_000;
const TIMEOUT_S = 10;

/** Another service that says who somebody is, by OpenID Connect's code flow with PKCE. */
export interface Oidc {
  readonly shown: OidcSignIn;
  /**
   * Sends a browser there.
   *
   * @param to path of ours where it ends
   * @returns the address, and what the browser has to keep until it is back
   * @throws ApiError `TEMPORARILY_UNAVAILABLE` if the service does not answer.
   */
  start(to: string): Promise<{ readonly url: string; readonly kept: string }>;
  /**
   * Finds out who came back.
   *
   * @param query of the address that the service has sent the browser to
   * @param kept what the browser has kept
   * @throws ApiError `UNAUTHENTICATED` for everything that does not prove who it is, `PERMISSION_DENIED` for somebody who
   *   may not come in.
   */
  finish(query: string, kept: string | undefined): Promise<{ readonly userId: string; readonly to: string }>;
}

export interface OidcParts {
  readonly settings: OidcSettings;
  readonly accounts: Accounts;
  readonly nowMs: () => number;
  /** Told why somebody could not come in, and what of their roles could not be brought up to date. */
  readonly report: (error: unknown) => void;
}

export function createOidc({ settings, accounts, nowMs, report }: OidcParts): Oidc {
  const redirectUri = `${settings.publicUrl}${OIDC_CALLBACK_PATH}`;
  let known: { readonly configuration: Promise<Configuration>; readonly atMs: number } | undefined;

  return {
    shown: { label: settings.label, startPath: OIDC_START_PATH },
    start: async (to) => {
      const client = await library();
      const configuration = await service();
      const journey: Journey = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        to,
      };
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, kept: packJourney(journey) };
    },
    finish: async (query, kept) => {
      const journey = kept === undefined ? undefined : unpackJourney(kept);
      if (journey === undefined) throw new ApiError('UNAUTHENTICATED', 'this sign-in was not begun in this browser');
      const claims = await provenClaims(query, journey);
      const user = await accountOfClaims(claims, { settings, accounts, report });
      await accounts.users.update(user.id, { lastSignInMs: nowMs() });
      accounts.changed(user.id);
      return { userId: user.id, to: journey.to };
    },
  };

  async function provenClaims(query: string, { state, nonce, verifier }: Journey): Promise<Claims> {
    const client = await library();
    const configuration = await service();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(`${redirectUri}${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      return await allClaims(configuration, tokens);
    } catch (cause) {
      report(cause);
      throw new ApiError('UNAUTHENTICATED', 'the other service did not prove who this is', { cause });
    }
  }

  /** Some services tell groups and names only when they are asked for them. */
  async function allClaims(
    configuration: Configuration,
    tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
  ): Promise<Claims> {
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('there is no ID token');
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    const { fetchUserInfo } = await library();
    return { ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
  }

  async function service(): Promise<Configuration> {
    if (known === undefined || nowMs() - known.atMs > DISCOVERY_MS) {
      known = { configuration: discover(settings), atMs: nowMs() };
    }
    try {
      return await known.configuration;
    } catch (cause) {
      known = undefined;
      report(cause);
      throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the other service does not say how to sign in', { cause });
    }
  }
}

/** Most collectors never need it. */
function library(): Promise<typeof import('openid-client')> {
  return import('openid-client');
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const client = await library();
  const isInsecure = issuer.startsWith('http:') && isLoopback(new URL(issuer).hostname);
  const execute = isInsecure ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
    execute,
    timeout: TIMEOUT_S,
  });
  const server = found.serverMetadata();
  const isPost = server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ?? false;
  const secret = isPost ? client.ClientSecretPost : client.ClientSecretBasic;
  const authentication = clientSecret === undefined ? client.None() : secret(clientSecret);
  const configuration = new client.Configuration(server, clientId, undefined, authentication);
  configuration.timeout = TIMEOUT_S;
  for (const prepare of execute) prepare(configuration);
  // The signature of the ID token counts, not only who sent it.
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}
