import { childIndex } from '../child-index.ts';
import type { TraceColumns } from '../trace-columns.ts';
import { traceInterval } from '../trace-interval.ts';
import { Replay } from './replay.ts';
import type { StepChange } from './step-change.ts';

/** A trace as it might have gone. */
export interface WhatIf {
  /** All spans, moved and shortened. */
  readonly trace: TraceColumns;
  /** Of the interval that the trace's duration is, microseconds. */
  readonly totalUs: number;
}

/**
 * Works out how a trace might have gone if some of its steps had gone otherwise: a model, not a measurement.
 *
 * It is played again from its start. What a span waited for is read from the order of events: a child began after the
 * last sibling that had ended by then, and its parent's own time in between stays as it was; a parent ended after the
 * last child that it outlived. A step that takes its input as a stream follows the sibling that it reads from. Nothing
 * is said of limits that steps share, of caches that become warm, or of decisions that a faster answer would change.
 *
 * Without changes the trace comes back as it was. Changes that shorten steps never make any span end later.
 *
 * @param changes By span. What is chosen inside a cached, swapped or retried step has no effect.
 */
export function whatIf(trace: TraceColumns, changes: ReadonlyMap<number, StepChange>): WhatIf {
  const index = childIndex(trace);
  const interval = traceInterval(trace, index.roots);
  const { startUs, endUs, ttftUs } = new Replay(trace, index, changes).run(interval.startUs);
  const { root } = interval;
  const lastUs = root === -1 ? endUs.reduce((last, us) => Math.max(last, us), interval.startUs) : endUs[root]!;
  const firstUs = root === -1 ? interval.startUs : startUs[root]!;
  return { trace: { ...trace, startUs, endUs, ttftUs }, totalUs: Math.max(0, lastUs - firstUs) };
}
