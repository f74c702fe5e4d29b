import type { ApiErrorBody } from '@tracewright/schema';
import { noteAnswer } from './connection.ts';

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
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    noteAnswer(false);
    throw new ApiFailure('UNREACHABLE', 'The collector does not answer.', { cause });
  }
  // A proxy in front of a collector that is down answers in its place.
  if (response.status >= 502 && response.status <= 504) {
    noteAnswer(false);
    throw new ApiFailure('UNREACHABLE', 'The collector does not answer.');
  }
  noteAnswer(true);
  const body = (await response.json().catch(() => undefined)) as T | ApiErrorBody | undefined;
  if (response.ok && body !== undefined) return body as T;
  const { error_code = 'INTERNAL_ERROR', message = `The collector answered ${response.status}.` } = (body ??
    {}) as Partial<ApiErrorBody>;
  throw new ApiFailure(error_code, message);
}
