/**
 * The few members of the SDK that we touch. They are checked before use and never assumed: a version that looks
 * different is left alone.
 */

/** `APIPromise`. */
export interface SdkPromise extends Promise<unknown> {
  /** What `then` and all the others ask for the parsed body. */
  parse(): Promise<unknown>;
  asResponse(): Promise<unknown>;
  _thenUnwrap(transform: (value: unknown, props: unknown) => unknown): unknown;
  /** What `parse` returned when it was called first. */
  parsedPromise?: Promise<unknown>;
}

/** `Stream`. */
export interface SdkStream {
  iterator(): SdkIterator;
  readonly controller: { readonly signal?: Partial<Pick<AbortSignal, 'aborted' | 'addEventListener'>> };
}

/** What a `Stream` reads from: an async generator's own methods. */
export interface SdkIterator {
  next(...args: unknown[]): Promise<IteratorResult<unknown>>;
  return(...args: unknown[]): Promise<IteratorResult<unknown>>;
  throw(...args: unknown[]): Promise<IteratorResult<unknown>>;
}

/** `OpenAI` and what derives from it. */
export interface SdkClient {
  readonly baseURL?: unknown;
  /** Only `AzureOpenAI` has both. */
  readonly apiVersion?: unknown;
  readonly deploymentName?: unknown;
}

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Asked at every call: without a loop. */
export function isSdkPromise(value: unknown): value is SdkPromise {
  if (typeof value !== 'object' || value === null) return false;
  const { then, parse, asResponse, _thenUnwrap } = value as Partial<SdkPromise>;
  return (
    typeof then === 'function' &&
    typeof parse === 'function' &&
    typeof asResponse === 'function' &&
    typeof _thenUnwrap === 'function'
  );
}

/** Asked of every answer: most are no stream by the first of these. */
export function isSdkStream(value: unknown): value is SdkStream {
  if (typeof value !== 'object' || value === null) return false;
  if (typeof (value as Partial<SdkStream>).iterator !== 'function') return false;
  return hasMethods(value, ['tee', 'toReadableStream']) && 'controller' in value;
}

export function isSdkIterator(value: unknown): value is SdkIterator {
  return hasMethods(value, ['next', 'return', 'throw']);
}

/** Whether every named member of the value is a function. Without a function of its own: it is asked at every call. */
export function hasMethods(value: unknown, names: readonly string[]): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  for (const name of names) if (typeof (value as Record<string, unknown>)[name] !== 'function') return false;
  return true;
}

/** The HTTP status that an SDK error carries. */
export function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
