import { createHash } from 'node:crypto';
import { canonicalJson, type DatasetPointer } from '@tracewright/schema';
import type { RecordContent } from './dataset-store.ts';
import type { RecordMark } from './dataset-version-store.ts';

/** A record of a version that is being made. */
export interface SnapshotRecord extends RecordMark {
  readonly content: RecordContent;
}

/** Its JSON is written once more when it is stored: of all records together it would take as much again as they do. */
export function snapshotRecord(id: string, content: RecordContent): SnapshotRecord {
  return { id, content, contentHash: createHash('sha256').update(canonicalJson(content)).digest('hex') };
}

/** Of the records, in whatever order, and of what lies outside: 32 hex digits, which MLflow has room for. */
export function digestOf(records: readonly RecordMark[], pointer: DatasetPointer | undefined): string {
  const hash = createHash('sha256');
  const marks = records.map(({ id, contentHash }) => `${id}\n${contentHash}\n`).sort();
  for (const mark of marks) hash.update(mark);
  if (pointer !== undefined) hash.update(canonicalJson(pointer));
  return hash.digest('hex').slice(0, 32);
}
