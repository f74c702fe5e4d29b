import { CHANGE_HEADER } from '@tracewright/schema';
import type { Context } from 'hono';
import { ApiError } from '../errors.ts';

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses a change that a browser would send along with its cookie for a page of somebody else: it has to come from our
 * own pages, and has to carry a header that neither a form nor a link can send.
 *
 * @throws ApiError `PERMISSION_DENIED`
 */
export function refuseForgedChange(c: Context): void {
  if (READING.includes(c.req.method)) return;
  const site = c.req.header('sec-fetch-site');
  const isOurs = site === undefined || site === 'same-origin' || site === 'none';
  if (isOurs && isOwnOrigin(c) && c.req.header(CHANGE_HEADER) !== undefined) return;
  throw new ApiError('PERMISSION_DENIED', `changes of a signed-in browser need the header ${CHANGE_HEADER}`);
}

/** Origins that may use the collector with a key of their own are not ours: no cookie of ours answers for them. */
function isOwnOrigin(c: Context): boolean {
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  return origin.replace(/^https?:\/\//, '').toLowerCase() === host.toLowerCase();
}
