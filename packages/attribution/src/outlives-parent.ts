import { childIndex } from './child-index.ts';
import { isDetached } from './detached.ts';
import type { TraceColumns } from './trace-columns.ts';

/**
 * 1 for each span that ended after its parent, else 0. What lies beyond the parent's end is in no self time and on no
 * critical path. A consumer below a producer is meant to end later, and is not marked.
 */
export function outlivesParent(trace: TraceColumns): Uint8Array {
  const { endUs } = trace;
  return Uint8Array.from(childIndex(trace).parent, (parent, span) =>
    parent !== -1 && endUs[span]! > endUs[parent]! && !isDetached(trace, parent, span) ? 1 : 0,
  );
}
