import { STEP_KINDS } from '@tracewright/schema';
import type { TraceModel } from './trace-model.ts';

/** What the header says beyond the summary. */
export interface TraceTotals {
  readonly toolCount: number;
  /** From the trace's start to the first token of any model call, µs; undefined where none was streamed. */
  readonly firstTokenUs: number | undefined;
}

const TOOL = STEP_KINDS.indexOf('tool');

export function traceTotals({ columns }: TraceModel): TraceTotals {
  let toolCount = 0;
  let firstTokenUs = Number.POSITIVE_INFINITY;
  for (let span = 0; span < columns.count; span++) {
    if (columns.kind[span] === TOOL) toolCount++;
    const ttftUs = columns.ttftUs[span]!;
    if (ttftUs >= 0) firstTokenUs = Math.min(firstTokenUs, columns.startUs[span]! + ttftUs);
  }
  return { toolCount, firstTokenUs: Number.isFinite(firstTokenUs) ? firstTokenUs : undefined };
}
