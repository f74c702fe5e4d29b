import type { ChildIndex } from './child-index.ts';
import type { TraceColumns } from './trace-columns.ts';

/** The roots, in place of each that has no length its children, and so on down. */
export function rootsWithLength(
  { startUs, endUs }: TraceColumns,
  { roots, offsets, children }: ChildIndex,
): Int32Array {
  const found: number[] = [];
  const queue = [...roots];
  for (const span of queue) {
    if (endUs[span]! > startUs[span]!) found.push(span);
    else for (const child of children.subarray(offsets[span], offsets[span + 1])) queue.push(child);
  }
  return Int32Array.from(found);
}
