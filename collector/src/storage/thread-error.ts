import { ApiError, type ErrorCode } from '../errors.ts';
import { StoreError, type StoreErrorCode } from './store-error.ts';

/** An error on its way from one thread to another, which would take its class and code from it. */
export interface ThreadError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly stack: string;
}

/** What `throw` gave, as plain data. */
export function packThreadError(error: unknown): ThreadError {
  if (!(error instanceof Error)) return { name: 'Error', code: '', message: String(error), stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, message: error.message, stack: stackOf(error) };
}

/** Causes stand in no stack, but are what one wants to know of a store that failed. */
function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}

/** The error with its class and code again, and the stack of where it happened. */
export function unpackThreadError({ name, code, message, stack }: ThreadError): Error {
  const error = classed(name, code, message);
  if (stack !== '') error.stack = stack;
  return error;
}

function classed(name: string, code: string, message: string): Error {
  if (name === 'ApiError') return new ApiError(code as ErrorCode, message);
  if (name === 'StoreError') return new StoreError(code as StoreErrorCode, message);
  return new Error(message);
}
