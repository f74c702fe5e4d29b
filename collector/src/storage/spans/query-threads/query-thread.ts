import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ApiError } from '../../../errors.ts';
import { StoreError } from '../../store-error.ts';
import { unpackThreadError } from '../../thread-error.ts';
import { THREAD_LIMITS } from '../../thread-limits.ts';
import type { FromQueryThread, QueryCall, QuerySettings, ToQueryThread, UnnumberedCall } from './query-protocol.ts';

/** The entry lies beside this file, as source and as build. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './query-worker.ts' : './query-worker.js', import.meta.url);

import { requireAsker } from '../../../asker.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A thread that answers questions one after the other. A lost one is replaced, one that could not start is tried again
 * with the next question; an idle one keeps no process alive.
 */
export class QueryThread {
  readonly #settings: QuerySettings;
  readonly #entry: URL;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Promise<Worker> | undefined;
  #lastId = 0;
  #isClosed = false;

  /** @param entry Module of the thread, for tests. */
  constructor(settings: QuerySettings, entry: URL = WORKER) {
    this.#settings = settings;
    this.#entry = entry;
    this.#thread = this.#start();
  }

  /** Resolves once the store is open. @throws StoreError as `openSqliteSpanStore` does. */
  async ready(): Promise<void> {
    await this.#started();
  }

  /**
   * `T` is what the method of the same name gives: the two sides share the store's own types.
   *
   * @param signal gives the question up: the thread goes on to the next one as soon as it can
   */
  async ask<T>(call: UnnumberedCall, signal?: AbortSignal): Promise<T> {
    if (this.#isClosed) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the store is closed');
    const askedMs = Date.now();
    const thread = await this.#free();
    requireAsker(signal);
    const id = ++this.#lastId;
    const cancel = () => this.#cancel(thread, id, signal);
    signal?.addEventListener('abort', cancel);
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        thread.ref();
        thread.postMessage({ type: 'call', id, askedMs, mayBeCancelled: signal !== undefined, ...call } as QueryCall);
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #cancel(thread: Worker, id: number, signal: AbortSignal | undefined): void {
    const waiting = this.#waiting.get(id);
    thread.postMessage({ type: 'cancel', id } satisfies ToQueryThread);
    this.#forget(thread, id);
    try {
      requireAsker(signal);
    } catch (error) {
      waiting?.reject(error as Error);
    }
  }

  #forget(thread: Worker, id: number): void {
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) thread.unref();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const thread = await this.#thread?.catch(() => undefined);
    if (thread === undefined) return;
    thread.ref();
    const exit = once(thread, 'exit');
    thread.postMessage({ type: 'close' } satisfies ToQueryThread);
    await exit;
  }

  /** A thread that finds the store locked may find it open with the next question. */
  async #free(): Promise<Worker> {
    try {
      return await this.#started();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'STORE_LOCKED') throw error;
      throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the store is busy', { cause: error });
    }
  }

  #started(): Promise<Worker> {
    this.#thread ??= this.#start();
    return this.#thread;
  }

  #start(): Promise<Worker> {
    const started = startThread(this.#settings, this.#entry).then((thread) => {
      this.#attach(thread);
      return thread;
    });
    // Told to whoever has asked meanwhile.
    started.catch(() => {
      if (this.#thread === started) this.#thread = undefined;
    });
    return started;
  }

  #attach(thread: Worker): void {
    thread.unref();
    thread.on('message', (message: FromQueryThread) => {
      if (message.type !== 'answer' && message.type !== 'failure') return;
      const waiting = this.#waiting.get(message.id);
      this.#forget(thread, message.id);
      if (message.type === 'answer') waiting?.resolve(message.value);
      else waiting?.reject(unpackThreadError(message.error));
    });
    let cause: unknown;
    thread.on('error', (error) => {
      cause = error;
    });
    thread.on('exit', () => {
      for (const { reject } of this.#waiting.values()) {
        reject(new ApiError('TEMPORARILY_UNAVAILABLE', 'the query thread stopped', { cause }));
      }
      this.#waiting.clear();
      if (!this.#isClosed) this.#thread = this.#start();
    });
  }
}

/** @throws StoreError as `openSqliteSpanStore` does. */
async function startThread(settings: QuerySettings, entry: URL): Promise<Worker> {
  const thread = new Worker(entry, {
    workerData: settings,
    name: 'tracewright-queries',
    resourceLimits: THREAD_LIMITS,
  });
  const first = Promise.withResolvers<FromQueryThread>();
  thread.once('message', first.resolve);
  thread.once('error', first.reject);
  thread.once('exit', (code) =>
    first.reject(new Error(`the query thread ended with code ${code} before it was ready`)),
  );
  const message = await first.promise;
  if (message.type !== 'notReady') return thread;
  await thread.terminate();
  throw unpackThreadError(message.error);
}
