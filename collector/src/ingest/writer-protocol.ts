import type { PriceOverride } from '@tracewright/pricing';
import { ApiError, type ErrorCode } from '../errors.ts';
import { StoreError, type StoreErrorCode } from '../storage/store-error.ts';
import type { IngestRequest, IngestResult } from './ingest.ts';

/** What the writer thread is started with. */
export interface WriterSettings {
  /** Path of the span store. */
  readonly file: string;
  readonly prices: readonly PriceOverride[];
}

/** From the main thread to the writer. Ids are chosen by whoever asks and come back with the answer. */
export type ToWriter =
  | { readonly type: 'submit'; readonly id: number; readonly request: IngestRequest }
  | { readonly type: 'experiment'; readonly id: number; readonly experimentId: string }
  | { readonly type: 'noExperiment'; readonly id: number; readonly error: WireError }
  | { readonly type: 'close' };

/** From the writer to the main thread. */
export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'notReady'; readonly error: WireError }
  | { readonly type: 'stored'; readonly id: number; readonly result: IngestResult }
  | { readonly type: 'failed'; readonly id: number; readonly error: WireError }
  | { readonly type: 'resolveExperiment'; readonly id: number; readonly name: string; readonly workspaceId: string }
  | { readonly type: 'report'; readonly error: WireError }
  | { readonly type: 'closed' };

/** An error without its class, which threads cannot hand over. */
export interface WireError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly stack: string;
}

export function packError(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', code: '', message: String(error), stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, message: error.message, stack: stackOf(error) };
}

/** The error with its class again; its stack stays the one of the thread where it happened. */
export function unpackError({ name, code, message, stack }: WireError): Error {
  const error =
    name === 'ApiError'
      ? new ApiError(code as ErrorCode, message)
      : name === 'StoreError'
        ? new StoreError(code as StoreErrorCode, message)
        : new Error(message);
  if (stack !== '') error.stack = stack;
  return error;
}

/** Causes stand in no stack, but are what one wants to know of a store that failed. */
function stackOf(error: Error): string {
  const stack = error.stack ?? '';
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
