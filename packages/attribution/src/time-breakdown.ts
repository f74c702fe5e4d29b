import { STEP_KINDS, type StepKind } from '@tracewright/schema';
import { childIndex } from './child-index.ts';
import type { CriticalPath } from './critical-path.ts';
import type { TraceColumns } from './trace-columns.ts';

/**
 * What the trace waited for. `llm_wait` is the time to a model's first token and `llm_generate` the time after it;
 * `llm` is a call that does not tell them apart, as one that is not streamed cannot. `own_code` is the time in
 * chains, agents and tasks themselves; `gap` the time in no span at all.
 */
export type TimeCategory =
  | 'llm_wait'
  | 'llm_generate'
  | 'own_code'
  | 'gap'
  | Exclude<StepKind, 'chain' | 'agent' | 'task'>;

export interface TimeSlice {
  readonly category: TimeCategory;
  readonly us: number;
  /** Of the whole path, 0 to 1. */
  readonly share: number;
}

/**
 * Adds up a critical path by what it waited for, the largest part first. The parts add up exactly to the path's
 * length; parts of no length are left out.
 *
 * A span of the kind `task` says nothing about itself (an HTTP request, a span of the user's own), so its time counts
 * for the step that it belongs to: below a model call it is that call's time, below a tool the tool's.
 */
export function timeBreakdown(trace: TraceColumns, path: CriticalPath): readonly TimeSlice[] {
  const steps = stepOfSpans(trace);
  const sums = new Map<TimeCategory, number>();
  const add = (category: TimeCategory, us: number) => {
    if (us > 0) sums.set(category, (sums.get(category) ?? 0) + us);
  };

  let totalUs = 0;
  for (const [section, span] of path.span.entries()) {
    const start = path.startUs[section]!;
    const end = path.endUs[section]!;
    totalUs += end - start;
    const step = span === -1 ? -1 : steps[span]!;
    const category = span === -1 ? 'gap' : categoryOf(trace, step);
    if (category === 'llm' && trace.ttftUs[step]! >= 0) {
      const firstToken = trace.startUs[step]! + trace.ttftUs[step]!;
      const split = Math.min(Math.max(firstToken, start), end);
      add('llm_wait', split - start);
      add('llm_generate', end - split);
    } else add(category, end - start);
  }
  return [...sums]
    .map(([category, us]) => ({ category, us, share: us / totalUs }))
    .sort((a, b) => b.us - a.us || (a.category < b.category ? -1 : 1));
}

function categoryOf(trace: TraceColumns, step: number): TimeCategory {
  const kind = kindOf(trace, step);
  return kind === 'chain' || kind === 'agent' || kind === 'task' ? 'own_code' : kind;
}

/** A code that this version does not know is an unnamed task. */
function kindOf({ kind }: TraceColumns, span: number): StepKind {
  return STEP_KINDS[kind[span]!] ?? 'task';
}

/** For each span the nearest one, itself or above it, that is more than a task; itself where there is none. */
function stepOfSpans(trace: TraceColumns): Int32Array {
  const { offsets, children, roots } = childIndex(trace);
  const steps = Int32Array.from({ length: trace.count }, (_, span) => span);
  // From the roots down, so that a parent's answer is there before its children ask.
  const queue = new Int32Array(trace.count);
  queue.set(roots);
  for (let at = 0, filled = roots.length; at < filled; at++) {
    const span = queue[at]!;
    for (const child of children.subarray(offsets[span], offsets[span + 1])) {
      const above = steps[span]!;
      if (kindOf(trace, child) === 'task' && kindOf(trace, above) !== 'task') steps[child] = above;
      queue[filled++] = child;
    }
  }
  return steps;
}
