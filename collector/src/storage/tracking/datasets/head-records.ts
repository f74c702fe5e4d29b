import { setImmediate } from 'node:timers/promises';
import { inParts } from '../in-parts.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { HeadRecord } from './changed-head.ts';
import type { RecordContent } from './dataset-store.ts';
import type { DatasetRow } from './dataset-tables.ts';

/** Rows that one statement inserts. */
const ROWS = 500;

type DatasetKey = Pick<DatasetRow, 'workspace_id' | 'dataset_id'>;

/** What a dataset holds with who put it there, oldest first. */
export async function readHead(
  db: TrackingQueries,
  { workspace_id, dataset_id }: DatasetKey,
): Promise<readonly HeldRecord[]> {
  const rows = await db
    .selectFrom('dataset_records')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where('dataset_id', '=', dataset_id)
    .orderBy('created_ms')
    .orderBy('record_id')
    .execute();
  return rows.map((row) => ({
    id: row.record_id,
    inputHash: row.input_hash,
    content: JSON.parse(row.content) as RecordContent,
    json: row.content,
    createdMs: Number(row.created_ms),
    createdBy: row.created_by,
  }));
}

interface HeldRecord extends HeadRecord {
  /** As it is stored. */
  readonly json: string;
  readonly createdMs: number;
  readonly createdBy: string | null;
}

/** Makes a dataset hold other records. @returns whether anything is other than it was */
export async function writeHead(
  transaction: TrackingQueries,
  { workspace_id, dataset_id }: DatasetKey,
  change: {
    readonly held: readonly HeldRecord[];
    readonly next: readonly HeadRecord[];
    readonly nowMs: number;
    readonly by: string;
  },
): Promise<boolean> {
  const held = new Map(change.held.map((record) => [record.id, record]));
  const next = new Set(change.next.map(({ id }) => id));
  const written = change.next.filter(({ id, content }) => {
    const known = held.get(id);
    return known === undefined || known.json !== JSON.stringify(content);
  });
  const gone = change.held.flatMap(({ id }) => (next.has(id) ? [] : [id]));
  // First: one may get the inputs that another has had.
  const replaced = written.flatMap(({ id }) => (held.has(id) ? [id] : []));
  for (const ids of inParts([...gone, ...replaced])) {
    await transaction
      .deleteFrom('dataset_records')
      .where('workspace_id', '=', workspace_id)
      .where('dataset_id', '=', dataset_id)
      .where('record_id', 'in', ids)
      .execute();
  }
  for (let from = 0; from < written.length; from += ROWS) {
    const rows = written.slice(from, from + ROWS).map(({ id, inputHash, content }) => ({
      workspace_id,
      dataset_id,
      record_id: id,
      input_hash: inputHash,
      content: JSON.stringify(content),
      created_by: held.has(id) ? (held.get(id)?.createdBy ?? null) : change.by,
      updated_by: change.by,
      created_ms: held.get(id)?.createdMs ?? change.nowMs,
      updated_ms: change.nowMs,
    }));
    await transaction.insertInto('dataset_records').values(rows).execute();
    // SQLite writes on this thread, and all of them may take seconds: other requests come to their turn.
    await setImmediate();
  }
  return written.length + gone.length > 0;
}
