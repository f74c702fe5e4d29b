import type { QuestionName, Questions, WorkerAnswer, WorkerRequest } from './messages.ts';

interface Waiting {
  readonly name: QuestionName;
  readonly resolve: (answer: Questions[QuestionName]['answers']) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

/** Starts the worker that reads traces, so that it is there when the first one has come. */
export function warmWorker(): void {
  worker ??= start();
}

/**
 * Has something worked out off the main thread.
 *
 * @param owned Buffers that are handed over rather than copied.
 * @throws Error where what is asked cannot be answered, or the worker's script cannot be loaded.
 */
export function askWorker<Name extends QuestionName>(
  name: Name,
  asked: Questions[Name]['asks'],
  owned: Transferable[] = [],
): Promise<Questions[Name]['answers']> {
  worker ??= start();
  const request: WorkerRequest = { id: ++lastId, name, asked };
  const answer = new Promise<Questions[QuestionName]['answers']>((resolve, reject) =>
    waiting.set(request.id, { name, resolve, reject }),
  );
  worker.postMessage(request, owned);
  return answer as Promise<Questions[Name]['answers']>;
}

function start(): Worker {
  const started = new Worker(new URL('./trace-worker.ts', import.meta.url), { type: 'module', name: 'traces' });
  started.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    const request = waiting.get(data.id);
    if (!request) return;
    waiting.delete(data.id);
    if ('answer' in data) {
      // For whoever measures: the time in the worker itself.
      performance.measure(`tracewright.${request.name}`, {
        start: Math.max(0, performance.now() - data.tookMs),
        duration: data.tookMs,
      });
      request.resolve(data.answer);
    } else request.reject(new Error(data.failure));
  });
  started.addEventListener('error', (event) => {
    // Its script did not load: whoever asks next starts a new one.
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(event.message || 'the worker could not be started'));
    waiting.clear();
  });
  return started;
}
