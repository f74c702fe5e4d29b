import { Worker } from 'node:worker_threads';
import type { SpelledRequest } from '../http/connection.ts';

/** The process waits no longer. */
const LONGEST_MS = 2_000;

type Leftovers = (exitCode: number) => readonly SpelledRequest[];

const leaving = new Set<Leftovers>();

/**
 * Makes requests when the process exits: by `process.exit`, by an error that nobody has caught, or because nothing is
 * left to do.
 *
 * @returns takes that back
 */
export function whenExiting(leftovers: Leftovers): () => void {
  if (leaving.size === 0) process.on('exit', sendAll);
  leaving.add(leftovers);
  return () => {
    leaving.delete(leftovers);
    if (leaving.size === 0) process.off('exit', sendAll);
  };
}

function sendAll(exitCode: number): void {
  // Children before the runs that they are inside of.
  const groups = [...leaving].reverse().map((leftovers) => leftovers(exitCode));
  const arrived = sendBlocking(groups);
  const lost = arrived.filter((one) => !one).length;
  if (lost > 0)
    console.warn(`${lost} of ${groups.length} runs could not be ended: their server did not take it in time`);
}

/** Groups side by side, the requests of each in their order. @returns for each whether its last one was taken */
function sendBlocking(groups: readonly (readonly SpelledRequest[])[]): readonly boolean[] {
  const startMs = performance.now();
  const outcome = new Int32Array(new SharedArrayBuffer(4 * (groups.length + 1)));
  try {
    const workerData = { groups, outcome, timeoutMs: LONGEST_MS };
    // What the app is started with has no place in here.
    const worker = new Worker(SOURCE, { eval: true, execArgv: [], stdout: true, stderr: true, workerData });
    worker.unref();
    // In an `exit` listener nothing asynchronous runs any more.
    Atomics.wait(outcome, 0, 0, Math.max(0, LONGEST_MS - (performance.now() - startMs)));
    void worker.terminate();
  } catch {
    // A process that may start no thread exits as it would without us.
  }
  return groups.map((_, index) => Atomics.load(outcome, index + 1) === 1);
}

/** As text, so that it works in a bundled app and from source alike. */
const SOURCE = `
'use strict';
const { groups, outcome, timeoutMs } = require('node:worker_threads').workerData;

async function send(requests, index) {
  let last;
  for (const { url, ...request } of requests) {
    last = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });
    await last.arrayBuffer();
  }
  // It ends the run, also where a value before it was refused.
  if (last.ok) Atomics.store(outcome, index + 1, 1);
}

Promise.allSettled(groups.map(send)).then(() => {
  Atomics.store(outcome, 0, 1);
  Atomics.notify(outcome, 0);
});
`;
