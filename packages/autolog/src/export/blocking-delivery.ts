import { Worker } from 'node:worker_threads';
import { tlsSettings } from '../settings.ts';
import { EXIT_WORKER_SOURCE } from './exit-worker.ts';

/** In place of a status: there was none within the time. */
export const NO_ANSWER = 0;
/** In place of a status: the connection failed. */
export const NOT_REACHED = -1;

/** One request that is still to be made. */
export interface Parcel {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body is yet to be compressed. */
  readonly gzip: boolean;
  readonly body: Uint8Array;
  /** Posted once all that go to this address are through. */
  readonly after: string | undefined;
}

/**
 * Posts requests from a worker while this thread waits: in an `exit` listener nothing asynchronous runs any more.
 *
 * @param timeoutMs Longest wait.
 * @returns for each the HTTP status that it was answered with; {@link NO_ANSWER} or {@link NOT_REACHED} where there is none
 */
export function deliverBlocking(parcels: readonly Parcel[], timeoutMs: number): number[] {
  const startMs = performance.now();
  const outcome = new Int32Array(new SharedArrayBuffer(4 * (parcels.length + 1)));
  const worker = new Worker(EXIT_WORKER_SOURCE, {
    eval: true,
    // Neither the app's preloads, nor autolog by way of NODE_OPTIONS, have a place in this worker.
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    workerData: {
      parcels,
      tls: parcels.some(({ url }) => url.startsWith('https:')) ? tlsSettings() : {},
      outcome,
      timeoutMs,
    },
  });
  worker.unref();
  // Handing megabytes over takes its time, too.
  Atomics.wait(outcome, 0, 0, Math.max(0, timeoutMs - (performance.now() - startMs)));
  void worker.terminate();
  return parcels.map((_parcel, index) => Atomics.load(outcome, index + 1));
}
