import { STEP_KINDS, type TraceSkeleton } from '@tracewright/schema';
import { type ChildIndex, childIndex } from '../child-index.ts';
import { criticalPath, criticalTimesUs } from '../critical-path.ts';
import { type TraceColumns, traceColumns } from '../trace-columns.ts';

/** A trace with what a comparison asks of it, by index of span. -1 stands for a number that is not known. */
export interface ComparedTrace {
  readonly columns: TraceColumns;
  readonly index: ChildIndex;
  /** Kind and name, without the name of the model: what makes two steps the same. */
  readonly label: readonly string[];
  /** '' where there is none. */
  readonly model: readonly string[];
  /** Time for which the trace waited for the span itself, µs. */
  readonly criticalUs: Float64Array;
  /** Time for which it waited for no span at all, µs. */
  readonly gapUs: number;
  readonly inputTokens: ArrayLike<number>;
  readonly outputTokens: ArrayLike<number>;
  readonly costUsd: ArrayLike<number>;
  /** 1 for calls that are billed: those of models, each once. */
  readonly isCall: Uint8Array;
}

const CALLS: readonly string[] = ['llm', 'embedding', 'reranker'];

export function comparedTrace(skeleton: TraceSkeleton): ComparedTrace {
  const columns = traceColumns(skeleton);
  const path = criticalPath(columns);
  const index = childIndex(columns);
  const criticalUs = criticalTimesUs(columns, path);
  const model = skeleton.model.map((at) => skeleton.models[at] ?? '');
  const { inputTokens, outputTokens, costUsd } = skeleton;
  let gapUs = 0;
  for (const [section, span] of path.span.entries()) {
    if (span === -1) gapUs += path.endUs[section]! - path.startUs[section]!;
  }
  return {
    columns,
    index,
    label: skeleton.name.map((at, span) => stepLabel(skeleton.names[at] ?? '', model[span]!, columns.kind[span]!)),
    model,
    criticalUs,
    gapUs,
    inputTokens,
    outputTokens,
    costUsd,
    isCall: billedCalls(columns, index, (span) => inputTokens[span]! >= 0 || outputTokens[span]! >= 0),
  };
}

/** Names of calls often end in their model: it is no part of what the step is. */
function stepLabel(name: string, model: string, kind: number): string {
  const plain = model === '' ? name : name.replaceAll(model, '').trim();
  return `${STEP_KINDS[kind] ?? 'task'} ${plain}`;
}

/** Calls, apart from those whose own child is a call of their kind that says what it used: two saw the same. */
function billedCalls(columns: TraceColumns, index: ChildIndex, saysUsage: (span: number) => boolean): Uint8Array {
  const isCall = Uint8Array.from(columns.kind, (kind) => (CALLS.includes(STEP_KINDS[kind] ?? '') ? 1 : 0));
  const billed = isCall.slice();
  for (let span = 0; span < columns.count; span++) {
    const above = index.parent[span]!;
    if (above >= 0 && isCall[span] === 1 && columns.kind[above] === columns.kind[span] && saysUsage(span)) {
      billed[above] = 0;
    }
  }
  return billed;
}
