import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ServingError } from './serving-error.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]', '::1'];

/**
 * Lets in who may call: whoever shows the key, if there is one, and no page of another site.
 *
 * @throws ServingError `UNAUTHENTICATED`, `PERMISSION_DENIED`
 */
export function admit(request: IncomingMessage, apiKey: string | undefined): void {
  refuseForeigners(request);
  if (apiKey === undefined) return;
  const [, shown = ''] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  // Of one length, so that the time tells nothing.
  if (!timingSafeEqual(digest(shown), digest(apiKey))) {
    throw new ServingError('UNAUTHENTICATED', 'show the key of this model as Authorization: Bearer <key>');
  }
}

/** A page of somebody else's that a browser of this machine shows must not make calls that cost money. */
function refuseForeigners({ headers, socket }: IncomingMessage): void {
  const host = (headers.host ?? 'localhost').replace(/:\d+$/, '');
  const isLocal = socket.localAddress === '127.0.0.1' || socket.localAddress === '::1';
  if (headers.origin !== undefined || (isLocal && !LOOPBACK.includes(host))) {
    throw new ServingError('PERMISSION_DENIED', 'this address is not for pages of other sites');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
