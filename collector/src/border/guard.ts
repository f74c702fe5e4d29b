import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { forAsker } from '../asker.ts';
import type { Client } from '../auth/client.ts';
import { clientReader } from '../auth/client-of.ts';
import type { Metered } from '../auth/key-meter.ts';
import type { Need } from '../auth/route-permission.ts';
import { permissionOf } from '../auth/route-permissions.ts';
import type { Authorize, Principal } from '../authorize.ts';
import { ApiError } from '../errors.ts';
import { refuseForgedChange } from './refuse-forged-change.ts';

/** A request whose answer is known, for whoever keeps records of it. */
export interface Act {
  /** Undefined: nobody was signed in. */
  readonly principal: Principal | undefined;
  /** Of the route's entry; undefined where it only reads. */
  readonly action: string | undefined;
  readonly context: Context<AppEnv>;
  readonly client: Client;
  /** HTTP status of the answer. */
  readonly status: number;
}

export interface GuardRules {
  readonly authorize: Authorize;
  /** Whether the viewer's own files are given to anybody; default: no. */
  readonly arePagesPublic?: () => Promise<boolean>;
  /** Addresses and networks of proxies whose `X-Forwarded-*` is believed; default: none. */
  readonly trustedProxies?: readonly string[];
  /** Counts what a principal sends. @throws ApiError `RESOURCE_EXHAUSTED` where it is too much. */
  readonly meter?: (principal: Principal, c: Context<AppEnv>) => Metered | undefined;
  /** Does something with what a principal may see in force; default: does it. */
  readonly enter?: <Done>(principal: Principal, work: () => Promise<Done>) => Promise<Done>;
  /** Told of each request that came past the hosts and origins, before it is answered, which waits for it. */
  readonly audit?: (act: Act) => Promise<void> | undefined;
}

/** Finds out who asks and whether they may, by the route that will answer, before anything of the body is read. */
export function guard(rules: GuardRules): MiddlewareHandler<AppEnv> {
  const clientOf = clientReader(rules.trustedProxies ?? []);
  const enter: NonNullable<GuardRules['enter']> = rules.enter ?? ((_, work) => work());
  return async (c, next) => {
    const permission = permissionOf(c);
    if (permission === undefined) {
      throw new ApiError('PERMISSION_DENIED', 'nobody may use this: it is not said who may');
    }
    const client = clientOf(c);
    c.set('client', client);
    const tell = (status: number): Promise<void> | undefined => {
      // Of whoever was refused as well, and of who has just signed in.
      return rules.audit?.({ principal: c.get('principal'), action: permission.action, context: c, client, status });
    };
    try {
      const principal = await admit(c, permission.needs, client);
      if (principal === undefined) {
        await next();
      } else {
        c.set('again', async (work) => enter(await readmit(c, permission.needs, client, principal), work));
        const metered = rules.meter?.(principal, c);
        await withAsker(c, permission.needs, () => enter(principal, next));
        metered?.answered();
        for (const [name, value] of Object.entries(metered?.headers() ?? {})) c.res.headers.set(name, value);
      }
    } catch (error) {
      // What is refused here; failures of routes are answers by now.
      await tell(error instanceof ApiError ? error.status : 500);
      throw error;
    }
    await tell(c.res.status);
  };

  async function admit(c: Context<AppEnv>, needs: Need, client: Client): Promise<Principal | undefined> {
    if (needs === 'page' && (await rules.arePagesPublic?.())) return undefined;
    if (needs === 'public') refuseForgedChange(c);
    // Who may only leave is let in wherever they think they are.
    const asked = rules.authorize(c.req.raw, client, needs === 'public' || needs === 'known');
    const principal = await (needs === 'public' ? asked.catch(ifKnown) : asked);
    if (principal === undefined) return undefined;
    c.set('principal', principal);
    if (principal.via === 'session') refuseForgedChange(c);
    requireNeed(principal, needs);
    return principal;
  }

  /** As whom they are let in by now. @throws ApiError where they no longer are, or somewhere else */
  async function readmit(c: Context<AppEnv>, needs: Need, client: Client, before: Principal): Promise<Principal> {
    const principal = await admit(c, needs, client);
    if (principal?.workspaceId === before.workspaceId) return principal;
    throw new ApiError('PERMISSION_DENIED', 'this is no longer for you');
  }
}

/** A question is given up when its connection ends, be it a POST, as MLflow's are; what changes something is done to its end. */
function withAsker<Done>(c: Context<AppEnv>, needs: Need, work: () => Promise<Done>): Promise<Done> {
  return c.req.method === 'GET' || needs === 'read' ? forAsker(() => c.req.raw.signal, work) : work();
}

/** @throws ApiError `PERMISSION_DENIED` */
function requireNeed({ scopes, isAdmin }: Principal, needs: Need): void {
  if (needs === 'public' || needs === 'known' || needs === 'page') return;
  if (needs === 'installation') {
    if (isAdmin !== true) throw new ApiError('PERMISSION_DENIED', 'this is for administrators of the installation');
  } else if (!scopes.includes(needs)) {
    throw new ApiError('PERMISSION_DENIED', `this needs the scope "${needs}"`);
  }
}

/** Whoever may ask anyway is nobody where what they show is nothing worth. */
function ifKnown(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') return undefined;
  throw error;
}
