import { WORKSPACE_COOKIE } from '@tracewright/schema';
import type { Client } from './client.ts';

/** Of the session. Over HTTPS browsers take the first name only with `Secure`, for this host, from itself. */
const SECURE_NAME = '__Host-tracewright_session';
const PLAIN_NAME = 'tracewright_session';

/** Of a browser that is with another service to sign in. */
const SECURE_JOURNEY = '__Host-tracewright_journey';
const PLAIN_JOURNEY = 'tracewright_journey';
const JOURNEY_S = 600;

/** What the session's cookie of a request says. */
export function sessionCookie(header: string | null, { isSecure }: Client): string | undefined {
  return cookie(header, isSecure ? SECURE_NAME : PLAIN_NAME);
}

/** The workspace that a link is about, as the pages have set it. */
export function workspaceCookie(header: string | null): string | undefined {
  return cookie(header, WORKSPACE_COOKIE) || undefined;
}

/**
 * The header that keeps a session in a browser, out of reach of scripts, and sent by our own pages alone.
 *
 * @param secret undefined: takes it away
 * @param maxAgeMs how long at most
 */
export function setSessionCookie(secret: string | undefined, maxAgeMs: number, { isSecure }: Client): string {
  const name = isSecure ? SECURE_NAME : PLAIN_NAME;
  const age = secret === undefined ? 0 : Math.floor(maxAgeMs / 1_000);
  return `${name}=${secret ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** What a browser keeps while it is with another service. */
export function journeyCookie(header: string | null, { isSecure }: Client): string | undefined {
  return cookie(header, isSecure ? SECURE_JOURNEY : PLAIN_JOURNEY);
}

/** The header that makes a browser keep it, also when that service sends it back. @param kept undefined: no longer */
export function setJourneyCookie(kept: string | undefined, { isSecure }: Client): string {
  const name = isSecure ? SECURE_JOURNEY : PLAIN_JOURNEY;
  const age = kept === undefined ? 0 : JOURNEY_S;
  return `${name}=${kept ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** The value of one cookie. Ours are made of characters that need no decoding. */
export function cookie(header: string | null, name: string): string | undefined {
  if (header === null) return undefined;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
