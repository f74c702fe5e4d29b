import { childIndex } from '../child-index.ts';
import type { TraceColumns } from '../trace-columns.ts';
import type { StepChange } from './step-change.ts';

export interface WhatIfCost {
  readonly beforeUsd: number;
  readonly afterUsd: number;
  /** True where a model was chosen whose price is not known: its calls are in neither sum. */
  readonly isPartial: boolean;
}

/**
 * What a trace would have cost. Steps cost what they did, but for those below a cached one, and for models that are
 * exchanged; retries cost nothing, since no provider bills them.
 *
 * @param costUsd Of each span itself, below 0 where unknown.
 */
export function whatIfCost(
  trace: TraceColumns,
  costUsd: ArrayLike<number>,
  changes: ReadonlyMap<number, StepChange>,
): WhatIfCost {
  const { roots, offsets, children } = childIndex(trace);
  const isFree = new Uint8Array(trace.count);
  let beforeUsd = 0;
  let afterUsd = 0;
  let isPartial = false;
  // From the roots down: what lies below a cached step is cached with it.
  const queue = [...roots];
  for (const span of queue) {
    const change = changes.get(span);
    if (change?.type === 'cached') isFree[span] = 1;
    const usd = Math.max(0, costUsd[span]!);
    const isUnpriced = !isFree[span] && change?.type === 'other_model' && change.costUsd === undefined;
    if (isUnpriced) isPartial = true;
    else {
      beforeUsd += usd;
      if (!isFree[span]) afterUsd += change?.type === 'other_model' ? (change.costUsd ?? 0) : usd;
    }
    for (const child of children.subarray(offsets[span], offsets[span + 1])) {
      isFree[child] = isFree[span]!;
      queue.push(child);
    }
  }
  return { beforeUsd, afterUsd, isPartial };
}
