import { codeOfAnswer } from './error-code.ts';
import { pause, retryWaitMs } from './retry-wait.ts';
import { type AddressOptions, serverAddress } from './server-address.ts';
import { TracewrightError } from './tracewright-error.ts';

/** How requests are made. */
export interface ConnectionOptions extends AddressOptions {
  /** How long one try of a request waits for its answer. Default 30,000; files have no limit. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is made again. Default 4. */
  readonly retries?: number | undefined;
  /** Sent along with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Ends every request. */
  readonly signal?: AbortSignal | undefined;
}

type QueryValue = string | number | boolean | undefined | readonly string[];

/** What fetch can send. */
export type RequestBody = NonNullable<RequestInit['body']>;

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the server's address on, such as `/api/2.0/mlflow/runs/get`. */
  readonly path: string;
  /** Undefined values are left out; a list is the same name several times. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; a function, since a stream can be read only once and a request may be made again. */
  readonly body?: () => RequestBody;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether to make it twice is the same as once. By default what is no POST is; others are made again only where the
   * server has said that it has not begun, or that it does what has the same key once.
   */
  readonly isRepeatable?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** 0 for no limit. Default: as of the connection. */
  readonly timeoutMs?: number;
  /** How often it is made again. Default: as of the connection. */
  readonly retries?: number;
}

/** A tracking server, as the rest of the client speaks with it. */
export interface Connection {
  /** Without a slash at its end. */
  readonly url: string;
  /** @returns an answer with a status of success @throws TracewrightError, or the reason of a signal that ended it */
  send(request: ClientRequest): Promise<Response>;
  /** The JSON of the answer. @throws TracewrightError */
  ask<Answer>(request: ClientRequest): Promise<Answer>;
  /** A request of JSON as it would be sent, for whoever has to send it by himself. */
  spell(request: Pick<ClientRequest, 'method' | 'path' | 'json'>): SpelledRequest;
}

/** A request, key included, that any program for HTTP can make. */
export interface SpelledRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Some have ids in them: beyond so many, no more are remembered. */
const MAX_PATHS = 1_000;

/** @throws TracewrightError `INVALID_PARAMETER_VALUE` if the address is none of a server. */
export function connect(options: ConnectionOptions = {}): Connection {
  const { url, authorization } = serverAddress(options);
  const headers = { ...(authorization === undefined ? {} : { authorization }), ...options.headers };
  const { retries = 4, timeoutMs = 30_000 } = options;

  /** Where the server has shown that it does once what has the same key. */
  const onceOnly = new Set<string>();

  async function exchange<Content>(request: ClientRequest, read: Reader<Content>): Promise<Content> {
    const keyed = withKey(request);
    const hasKey = keyed !== request;
    const noting: Reader<Content> = (response) => {
      const isOnceOnly = hasKey && response.headers.has('tracewright-answer');
      if (isOnceOnly && onceOnly.size < MAX_PATHS) onceOnly.add(request.path);
      return read(response);
    };
    const signal = anyOf(options.signal, request.signal);
    const most = request.retries ?? retries;
    for (let failures = 1; ; failures++) {
      const outcome = await attempt(
        url,
        { ...keyed, headers: { ...headers, ...keyed.headers } },
        signal,
        timeoutMs,
        noting,
      );
      if ('content' in outcome) return outcome.content;
      if (failures <= most && mayRepeat(request, outcome, hasKey && onceOnly.has(request.path))) {
        const retryAfter = isFailure(outcome) ? undefined : outcome.headers.get('retry-after');
        if (!isFailure(outcome)) await outcome.body?.cancel();
        await pause(retryWaitMs(failures, retryAfter, Date.now()), signal);
        continue;
      }
      throw isFailure(outcome) ? outcome : await errorOf(outcome);
    }
  }

  return {
    url,
    spell: ({ method, path, json }) => ({
      url: `${url}${path}`,
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(json),
    }),
    send: (request) => exchange(request, (response) => response),
    async ask<Answer>(request: ClientRequest): Promise<Answer> {
      const { status, text } = await exchange(request, async (response) => ({
        status: response.status,
        text: await response.text(),
      }));
      try {
        return JSON.parse(text) as Answer;
      } catch (cause) {
        const message = `${request.method} ${url}${request.path} did not answer with JSON: is it a tracking server?`;
        throw new TracewrightError('UNEXPECTED_ANSWER', message, { cause, status });
      }
    },
  };
}

/** What is made of an answer with a status of success: an answer that breaks off while it is read is none. */
type Reader<Content> = (response: Response) => Content | Promise<Content>;

/** One try: what was read, an answer of no success, or why there is none. @throws the reason of `signal` */
async function attempt<Content>(
  url: string,
  request: ClientRequest,
  signal: AbortSignal | undefined,
  usualTimeoutMs: number,
  read: Reader<Content>,
): Promise<{ readonly content: Content } | Response | TracewrightError> {
  signal?.throwIfAborted();
  const timeoutMs = request.timeoutMs ?? usualTimeoutMs;
  const timeout = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : undefined;
  const init: RequestInit & { duplex?: 'half' } = { method: request.method, headers: { ...request.headers } };
  if (request.json !== undefined) {
    init.body = JSON.stringify(request.json);
    init.headers = { 'content-type': 'application/json', ...request.headers };
  } else if (request.body !== undefined) {
    init.body = request.body();
    init.duplex = 'half';
  }
  const either = anyOf(signal, timeout);
  if (either !== undefined) init.signal = either;
  try {
    const response = await fetch(`${url}${request.path}${queryOf(request)}`, init);
    return response.ok ? { content: await read(response) } : response;
  } catch (cause) {
    signal?.throwIfAborted();
    if (timeout?.aborted) {
      const message = `${url} has not answered ${request.method} ${request.path} within ${timeoutMs} ms`;
      return new TracewrightError('REQUEST_TIMED_OUT', message, { cause });
    }
    const message = `no tracking server answers at ${url} (${reasonOf(cause)}): is it running?`;
    return new TracewrightError('CONNECTION_FAILED', message, { cause });
  }
}

/** Not by the class of responses, which libraries replace: then an answer of fetch is none of it. */
function isFailure(outcome: Response | TracewrightError): outcome is TracewrightError {
  return outcome instanceof TracewrightError;
}

/**
 * A POST with a key of its own, the same however often it is sent: our collector does such a one once. Not in pages, where
 * a header that a server does not know has the whole request refused.
 */
function withKey(request: ClientRequest): ClientRequest {
  const isOfPage = globalThis.process?.versions?.node === undefined;
  if (isOfPage || request.method !== 'POST' || request.isRepeatable === true) return request;
  return { ...request, headers: { 'idempotency-key': globalThis.crypto.randomUUID(), ...request.headers } };
}

function mayRepeat(
  { method, isRepeatable = method !== 'POST' }: ClientRequest,
  outcome: Response | TracewrightError,
  hasKnownKey: boolean,
): boolean {
  if (hasKnownKey) return mayRepeat({ method: 'PUT', path: '' }, outcome, false);
  if (isFailure(outcome)) return isRepeatable || networkCode(outcome.cause) === 'ECONNREFUSED';
  if (outcome.status === 429) return true;
  if (outcome.status === 503) return isRepeatable || outcome.headers.has('retry-after');
  return isRepeatable && (outcome.status === 502 || outcome.status === 504);
}

function queryOf({ query = {} }: ClientRequest): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

async function errorOf(response: Response): Promise<TracewrightError> {
  const text = (await response.text().catch(() => '')).trim();
  const { error_code: word, message } = parseObject(text);
  const said = typeof message === 'string' ? message : text.slice(0, 500) || response.statusText;
  const { status } = response;
  return new TracewrightError(codeOfAnswer(word, status), said || `status ${status}`, { status });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** What the network says lies in the cause of fetch's own error; browsers do not tell. */
function reasonOf(error: unknown): string {
  return networkCode(error) ?? (error instanceof Error ? error.message : String(error));
}

function networkCode(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}
