import { STEP_KINDS } from '@tracewright/schema';
import type { TraceModel } from './trace-model.ts';

/** What the header says beyond the summary. */
export interface TraceTotals {
  readonly toolCount: number;
  /**
   * From the start of the model's interval to the first token of any model call, µs; undefined where none came within
   * it: nobody who waited for the trace saw one.
   */
  readonly firstTokenUs: number | undefined;
}

const TOOL = STEP_KINDS.indexOf('tool');

export function traceTotals({ columns, interval }: TraceModel): TraceTotals {
  let toolCount = 0;
  let firstTokenUs = Number.POSITIVE_INFINITY;
  for (let span = 0; span < columns.count; span++) {
    if (columns.kind[span] === TOOL) toolCount++;
    const ttftUs = columns.ttftUs[span]!;
    const atUs = columns.startUs[span]! + ttftUs;
    if (ttftUs >= 0 && atUs >= interval.startUs && atUs <= interval.endUs) firstTokenUs = Math.min(firstTokenUs, atUs);
  }
  return { toolCount, firstTokenUs: Number.isFinite(firstTokenUs) ? firstTokenUs - interval.startUs : undefined };
}
