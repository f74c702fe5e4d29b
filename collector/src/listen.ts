import type { IncomingMessage, Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { SocketBindings } from './app-env.ts';
import { isWildcardAddress } from './border/allowed-hosts.ts';
import { SlowRequests } from './slow-requests.ts';
import { StartError } from './start-error.ts';
import { limitUnreadBodies } from './unread-bodies.ts';

/** A server that listens. */
export interface Listening {
  /** Address for people and clients of this machine, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests; resolves when those under way are answered, or have been cut off after `drainMs`. */
  close(drainMs: number): Promise<void>;
}

const IDLE_CHECK_MS = 50;

/** Headers and body have to be in by then: what has come in of a request takes memory that others need. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Longer than senders are silent between two batches: OTel's wait 5 s, which is what Node's servers wait by themselves, and
 * a connection that both ends give up at the same moment costs the batch that was on its way.
 */
const KEEP_ALIVE_MS = 75_000;

/**
 * Connections that the system makes before this thread looks at them, if it allows as many itself; Node's 511 by default. One
 * beyond is not refused but tried again by its own system after 1, 3, 7, 15 … seconds.
 */
const MAX_UNACCEPTED = 4_096;

export interface ListenOptions {
  /** How long a request may take to arrive; a slower one is answered 408 and cut off. */
  readonly requestTimeoutMs?: number;
  /** Tells whether a request goes to the disk as it comes: it may take as long as more of it comes in that time. */
  readonly isUpload?: (request: IncomingMessage) => boolean;
}

/**
 * Listens on an address; port 0 picks a free one.
 *
 * @throws StartError `ADDRESS_IN_USE` or `ADDRESS_UNAVAILABLE`.
 */
export async function listen(
  fetch: (request: Request, socket: SocketBindings) => Response | Promise<Response>,
  host: string,
  port: number,
  { requestTimeoutMs = REQUEST_TIMEOUT_MS, isUpload = () => false }: ListenOptions = {},
): Promise<Listening> {
  // The server's own limit on whole requests knows no exceptions.
  const serverOptions = {
    requestTimeout: 0,
    headersTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: requestTimeoutMs / 6,
  };
  // HTTP/1.0 may leave out `Host`, as simple health checks do; browsers never speak it.
  const server = createAdaptorServer({ fetch, hostname: 'localhost', serverOptions }) as Server;
  const slow = new SlowRequests(requestTimeoutMs, isUpload, () => performance.now());
  slow.watch(server);
  limitUnreadBodies(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startError(error, host, port)));
    server.listen({ port, host, backlog: MAX_UNACCEPTED }, resolve);
  });
  const slowCheck = setInterval(() => slow.check(), requestTimeoutMs / 6);
  server.once('close', () => clearInterval(slowCheck));
  const address = server.address();
  // A server on TCP that listens has an address; null and strings belong to closed ones and pipes.
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  const name = isWildcardAddress(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${actualPort}`,
    port: actualPort,
    close: (drainMs) => closeServer(server, drainMs),
  };
}

async function closeServer(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that are kept alive become idle one by one as their last answer goes out.
  const idleCheck = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idleCheck);
  clearTimeout(deadline);
}

function startError(error: Error, host: string, port: number): Error {
  const options = { cause: error };
  switch ('code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return new StartError(
        'ADDRESS_IN_USE',
        `port ${port} on ${host} is taken: stop what uses it, or set PORT to another one`,
        options,
      );
    case 'EACCES':
      return new StartError(
        'ADDRESS_UNAVAILABLE',
        `port ${port} on ${host} may not be used by this user: set PORT to one above 1023`,
        options,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        'ADDRESS_UNAVAILABLE',
        `${host} is no address of this machine: set TRACEWRIGHT_HOST to one that is`,
        options,
      );
    default:
      return error;
  }
}
