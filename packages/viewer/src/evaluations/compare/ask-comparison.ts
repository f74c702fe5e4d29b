import type { GridComparison, ScoreShapes } from '@tracewright/evaluate/compare';
import type { EvaluationGrid } from '@tracewright/schema';
import type { ComparisonAnswer, ComparisonRequest } from './messages.ts';

interface Waiting {
  readonly resolve: (comparison: GridComparison) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

/** Compares two evaluations off the main thread. @throws Error where the worker's script cannot be loaded. */
export function askComparison(
  before: EvaluationGrid,
  after: EvaluationGrid,
  shapes: ScoreShapes,
): Promise<GridComparison> {
  worker ??= start();
  const request: ComparisonRequest = { id: ++lastId, before, after, shapes };
  const answer = new Promise<GridComparison>((resolve, reject) => waiting.set(request.id, { resolve, reject }));
  worker.postMessage(request);
  return answer;
}

function start(): Worker {
  const started = new Worker(new URL('./comparison-worker.ts', import.meta.url), {
    type: 'module',
    name: 'comparisons',
  });
  started.addEventListener('message', ({ data }: MessageEvent<ComparisonAnswer>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('comparison' in data) asked?.resolve(data.comparison);
    else asked?.reject(new Error(data.failure));
  });
  started.addEventListener('error', (event) => {
    // Its script did not load: whoever asks next starts a new one.
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(event.message || 'the worker could not be started'));
    waiting.clear();
  });
  return started;
}
