import { Worker } from 'node:worker_threads';
import { type ExportSettings, tlsSettings } from '../settings.ts';
import { EXIT_WORKER_SOURCE } from './exit-worker.ts';

/**
 * Posts request bodies from a worker while this thread waits: in an `exit` listener nothing asynchronous runs any more.
 *
 * @param timeoutMs Longest wait.
 * @returns for each body whether the receiver took it.
 */
export function deliverBlocking(settings: ExportSettings, bodies: readonly Uint8Array[], timeoutMs: number): boolean[] {
  const { url, headers, protocol, compression } = settings;
  const outcome = new Int32Array(new SharedArrayBuffer(4 * (bodies.length + 1)));
  const contentType = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const worker = new Worker(EXIT_WORKER_SOURCE, {
    eval: true,
    // Neither the app's preloads, nor autolog by way of NODE_OPTIONS, have a place in this worker.
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    workerData: {
      url,
      headers: {
        ...headers,
        'content-type': contentType,
        ...(compression === 'gzip' && { 'content-encoding': 'gzip' }),
      },
      tls: url.startsWith('https:') ? tlsSettings() : {},
      compression,
      bodies,
      outcome,
      timeoutMs,
    },
  });
  worker.unref();
  Atomics.wait(outcome, 0, 0, timeoutMs);
  void worker.terminate();
  return bodies.map((_body, index) => Atomics.load(outcome, index + 1) === 1);
}
