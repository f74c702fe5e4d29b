import { type ApiErrorBody, CHANGE_HEADER } from '@tracewright/schema';
import { noteAnswer } from './connection.ts';
import { noteSignedOut, workspaceHeaders } from './session.ts';

/** No form of another site can send them, so that a change is known to be ours. */
const CHANGE_HEADERS = { 'content-type': 'application/json', [CHANGE_HEADER]: '1' };

/** A request that brought no usable answer. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** The API's own code, or `UNREACHABLE` where nothing answered. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Reads JSON from our own API.
 *
 * @throws ApiFailure with the API's code, or `UNREACHABLE`; an abort is thrown as it is.
 */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await ask(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
  const body = (await response.json().catch(() => undefined)) as T | ApiErrorBody | undefined;
  if (response.ok && body !== undefined) return body as T;
  throw failureOf(response, body);
}

/** Reads the bytes of an answer of our own API, for whoever parses them elsewhere. @throws ApiFailure as {@link getJson}. */
export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await ask(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
  if (response.ok) return response.arrayBuffer();
  throw failureOf(response, await response.json().catch(() => undefined));
}

/**
 * Changes something through our own API. Resolves to what it answers with, undefined where that is nothing.
 *
 * @throws ApiFailure as {@link getJson}.
 */
export async function sendJson<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const content = { ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal ? { signal } : {}) };
  const response = await ask(path, { method, headers: CHANGE_HEADERS, ...content });
  const answer = (await response.json().catch(() => undefined)) as T | ApiErrorBody | undefined;
  if (response.ok) return answer as T;
  throw failureOf(response, answer);
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...init.headers, ...workspaceHeaders() } });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    noteAnswer(false);
    throw new ApiFailure('UNREACHABLE', 'The collector does not answer.', { cause });
  }
  // A proxy in front of a collector that is down answers in its place.
  if (response.status >= 502 && response.status <= 504) {
    noteAnswer(false);
    throw new ApiFailure('UNREACHABLE', 'The collector does not answer.');
  }
  noteAnswer(true);
  if (response.status === 401 && path !== '/api/v1/auth/sign-in') noteSignedOut();
  return response;
}

function failureOf(response: Response, body: unknown): ApiFailure {
  const { error_code = 'INTERNAL_ERROR', message = `The collector answered ${response.status}.` } = (body ??
    {}) as Partial<ApiErrorBody>;
  return new ApiFailure(error_code, message);
}
