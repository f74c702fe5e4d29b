import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { unpackThreadError } from '../../../thread-error.ts';
import type { TextLag } from './text-filler.ts';
import type { FromTextThread, TextSettings, ToTextThread } from './text-protocol.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './text-worker.ts' : './text-worker.js', import.meta.url);

/** Heap, MiB: enough for the words of one chunk, of which there are at most 16 MiB; what takes more ends the thread. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** After the start others come first, ms. */
const DELAY_MS = 1_000;
/** How long after its end a thread is started anew, ms. */
const RESTART_MS = 10_000;

/** Times that tests shorten, and the heap, ms and MiB. */
export interface TextThreadOptions {
  readonly delayMs?: number;
  readonly restartMs?: number;
  readonly maxHeapMb?: number;
}

/** The thread that reads the texts of a store, so that they are found fast. */
export interface TextThread {
  /** As it was told last; undefined before the first time. */
  lag(): TextLag | undefined;
  /** What has been read by then stays; the rest is read after the next start. */
  close(): Promise<void>;
}

/**
 * Starts it, a moment later. Without it everything is found too, by looking at the spans themselves.
 *
 * @param report Told of what it cannot do, such as write on a full disk, and if it has stopped.
 */
export function startTextThread(
  settings: TextSettings,
  report: (error: Error) => void,
  { delayMs = DELAY_MS, restartMs = RESTART_MS, maxHeapMb = LIMITS.maxOldGenerationSizeMb }: TextThreadOptions = {},
): TextThread {
  let lag: TextLag | undefined;
  let thread: Worker | undefined;
  let told = '';
  let reading: number | undefined;
  let isClosed = false;
  const start = (): void => {
    const started = new Worker(WORKER, {
      workerData: { ...settings, passedOver: reading } satisfies TextSettings,
      name: 'tracewright-texts',
      resourceLimits: { ...LIMITS, maxOldGenerationSizeMb: maxHeapMb },
    });
    started.unref();
    started.on('message', (message: FromTextThread) => {
      if (message.type === 'reading') reading = message.chunk;
      else if (message.type === 'lag') {
        reading = undefined;
        lag = message.lag;
        told = '';
      } else if (message.error.message !== told) {
        // It tries again and again: once is enough to say why.
        told = message.error.message;
        report(unpackThreadError(message.error));
      }
    });
    started.on('error', (error) => report(error instanceof Error ? error : new Error(String(error))));
    started.on('exit', () => {
      thread = undefined;
      if (!isClosed) timer = setTimeout(start, restartMs).unref();
    });
    thread = started;
  };
  let timer = setTimeout(start, delayMs).unref();
  return {
    lag: () => lag,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      if (thread === undefined) return;
      const exit = once(thread, 'exit');
      thread.ref();
      thread.postMessage({ type: 'close' } satisfies ToTextThread);
      await exit;
    },
  };
}
