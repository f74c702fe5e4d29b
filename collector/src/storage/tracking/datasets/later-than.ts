import type { DatasetRow } from './dataset-tables.ts';

/** When its records are changed: by it one sees that they were, also within a millisecond. */
export function laterThan({ digest_ms }: Pick<DatasetRow, 'digest_ms'>, nowMs: number): number {
  return Math.max(nowMs, Number(digest_ms) + 1);
}
