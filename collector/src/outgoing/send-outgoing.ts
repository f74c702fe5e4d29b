import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { AllowedTargets } from './allowed-targets.ts';
import { OutgoingError } from './outgoing-error.ts';

/** A request that users' settings send somewhere else. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For all of it, from the look-up of the name to the last byte. */
  readonly timeoutMs: number;
  /** Of the answer's body; what is longer is an error. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Sends a request where it may go.
 *
 * @throws OutgoingError if it may not, or nothing useful came back; the signal's reason once it is aborted
 */
export type SendOutgoing = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

/** All addresses of a name; a test puts its own in place. */
export type ResolveName = (host: string) => Promise<readonly string[]>;

/**
 * Requests to addresses that users have set, which must not reach what only this machine can reach: the name is resolved
 * once, each of its addresses has to be allowed, and the connection goes to the very address that was looked at, so that
 * a name cannot mean something else a moment later. Nobody follows redirects.
 */
export function guardedOutgoing(targets: AllowedTargets, resolve: ResolveName = addressesOf): SendOutgoing {
  return async ({ signal, timeoutMs, ...request }) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const ended = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    try {
      const url = readUrl(request.url);
      const address = await within(ended, pinnedAddress(url, targets, resolve));
      return await exchange(url, address, request, ended);
    } catch (error) {
      signal?.throwIfAborted();
      if (timeout.aborted) throw new OutgoingError('TIMED_OUT', `no answer within ${timeoutMs} ms`, { cause: error });
      if (error instanceof OutgoingError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new OutgoingError('UNREACHABLE', `${new URL(request.url).host} cannot be reached: ${why}`, {
        cause: error,
      });
    }
  };
}

/** @throws OutgoingError `ADDRESS_REFUSED` for what is no plain address of HTTP */
function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new OutgoingError('ADDRESS_REFUSED', 'an address begins with http:// or https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutgoingError('ADDRESS_REFUSED', 'an address has no user and no password in it');
  }
  return url;
}

async function pinnedAddress(url: URL, targets: AllowedTargets, resolve: ResolveName): Promise<string> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [first] = addresses;
  if (first === undefined) throw new OutgoingError('UNREACHABLE', `${host} has no address`);
  // All of them: which one is asked must not be a matter of luck.
  if (!addresses.every((address) => targets.allows(host, portOf(url), address))) {
    throw new OutgoingError(
      'ADDRESS_REFUSED',
      `${url.host} lies inside the network of the collector: TRACEWRIGHT_OUTGOING_ALLOW has to list it`,
    );
  }
  return first;
}

async function exchange(
  url: URL,
  address: string,
  { method = 'GET', headers = {}, body, maxBytes }: Omit<OutgoingRequest, 'timeoutMs' | 'signal'>,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const host = hostOf(url);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = send({
    host: address,
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    method,
    headers: { ...headers, host: url.host, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    // By its name the certificate is checked.
    ...(isIP(host) === 0 && { servername: host }),
    agent: false,
    signal,
  });
  sent.on('response', resolve);
  sent.on('error', reject);
  sent.end(body);
  const answer = await promise;
  try {
    const status = answer.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      throw new OutgoingError('REDIRECTED', `${url.host} answers ${status} and points elsewhere, where nobody follows`);
    }
    return { status, headers: headersOf(answer), text: await textOf(answer, maxBytes, url.host) };
  } finally {
    answer.destroy();
  }
}

async function textOf(answer: IncomingMessage, maxBytes: number, host: string): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > maxBytes) {
      throw new OutgoingError('ANSWER_TOO_LARGE', `${host} answers with more than ${maxBytes} bytes`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}

async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
