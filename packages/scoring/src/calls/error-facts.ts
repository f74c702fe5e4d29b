import type { EvaluationError } from '@tracewright/schema';

/** Codes of connections that broke, of Node.js and of its `fetch`. */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);
/** Classes of SDKs that say the same. */
const CONNECTION_NAMES: ReadonlySet<string> = new Set(['APIConnectionError', 'APIConnectionTimeoutError']);
/** A cause has a cause has a cause. */
const MAX_CAUSES = 5;
/** As much of a message as is kept, UTF-16 units. */
const MAX_MESSAGE = 4_000;
const MAX_CODE = 250;

/** What is recorded of an error: its own code or else its class, and its message. */
export function errorFacts(error: unknown): EvaluationError {
  if (!(error instanceof Error)) return { code: 'Error', message: cut(String(error), MAX_MESSAGE) };
  const code = 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : nameOf(error);
  return { code: cut(code, MAX_CODE), message: error.message === '' ? null : cut(error.message, MAX_MESSAGE) };
}

/** Whether the same call may well succeed a little later: the provider is busy or broken, or the connection is. */
export function isRetryable(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status === 408 || status === 429 || status >= 500;
  return causesOf(error).some(
    (one) =>
      CONNECTION_NAMES.has(nameOf(one)) ||
      ('code' in one && typeof one.code === 'string' && CONNECTION_CODES.has(one.code)),
  );
}

/** How long the server asks to be left alone, ms; undefined where it does not say. */
export function retryAfterMs(error: unknown, nowMs: number): number | undefined {
  const inMs = headerOf(error, 'retry-after-ms');
  if (inMs !== undefined && /^\d+$/.test(inMs)) return Number(inMs);
  const asked = headerOf(error, 'retry-after');
  if (asked === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(asked)) return Number(asked) * 1_000;
  const untilMs = Date.parse(asked);
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs - nowMs);
}

/** HTTP status of the answer that an SDK's error stands for. */
function statusOf(error: unknown): number | undefined {
  for (const one of causesOf(error)) {
    for (const field of ['status', 'statusCode'] as const) {
      const status = (one as { readonly status?: unknown; readonly statusCode?: unknown })[field];
      if (typeof status === 'number' && status >= 100) return status;
    }
  }
  return undefined;
}

function headerOf(error: unknown, name: string): string | undefined {
  for (const one of causesOf(error)) {
    const { headers } = one as { readonly headers?: unknown };
    if (headers instanceof Headers) return headers.get(name) ?? undefined;
    const value =
      typeof headers === 'object' && headers !== null ? (headers as Record<string, unknown>)[name] : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
}

function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let one = error; one instanceof Error && causes.length < MAX_CAUSES; one = one.cause) causes.push(one);
  return causes;
}

function nameOf(error: Error): string {
  // The SDK of OpenAI leaves `name` as it is and tells its errors apart by their classes.
  const own = error.constructor.name;
  return error.name === 'Error' && own !== '' ? own : error.name;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}
