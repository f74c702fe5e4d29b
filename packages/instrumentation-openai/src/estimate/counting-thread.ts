import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { COUNTING_WORKER_SOURCE } from './counting-worker.ts';
import type { CountRequest, TokenCounts } from './token-counter.ts';

export interface CountReply extends TokenCounts {
  readonly id: number;
  /** Why there are no counts. */
  readonly failure?: string;
}

/** The thread that counts. */
export interface CountingThread {
  post(request: CountRequest & { readonly id: number }): void;
  /** Blocks until a reply is there, at most `timeoutMs`; undefined if none came. It is not given to `onReply`. */
  next(timeoutMs: number): CountReply | undefined;
  /** Nothing is called any more. */
  end(): void;
}

/** Of the thread's heap: more than the tokenizer and a large prompt take. */
const MAX_HEAP_MB = 512;

/**
 * Starts the thread. It does not keep the process alive.
 *
 * @throws Error if the tokenizer is not installed, as beside a bundle, or threads are not allowed.
 */
export function startCountingThread(
  onReply: (reply: CountReply) => void,
  onFailure: (error: Error) => void,
): CountingThread {
  const { resolve } = createRequire(import.meta.url);
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(COUNTING_WORKER_SOURCE, {
    eval: true,
    // Neither the app's preloads, nor its instrumentation by way of NODE_OPTIONS, have a place in this worker.
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    workerData: {
      port: port2,
      signal,
      paths: {
        o200k_base: resolve('gpt-tokenizer/encoding/o200k_base'),
        cl100k_base: resolve('gpt-tokenizer/encoding/cl100k_base'),
      },
      functionsPath: resolve('gpt-tokenizer/functionCalling'),
    },
    transferList: [port2],
  });
  let isEnded = false;
  worker.on('error', (error: Error) => {
    if (!isEnded) onFailure(error);
  });
  port.on('message', (reply: CountReply) => {
    if (!isEnded) onReply(reply);
  });
  worker.unref();
  // A listener holds the process; only after it was added can that be undone.
  port.unref();
  return {
    post: (request) => port.postMessage(request),
    next: (timeoutMs) => {
      const endMs = performance.now() + timeoutMs;
      for (;;) {
        const seen = Atomics.load(signal, 0);
        const received = receiveMessageOnPort(port) as { readonly message: CountReply } | undefined;
        if (received !== undefined) return received.message;
        const leftMs = endMs - performance.now();
        if (leftMs <= 0) return undefined;
        Atomics.wait(signal, 0, seen, leftMs);
      }
    },
    end: () => {
      isEnded = true;
      port.close();
      void worker.terminate();
    },
  };
}
