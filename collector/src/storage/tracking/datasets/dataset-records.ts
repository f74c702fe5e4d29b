import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { inParts } from '../in-parts.ts';
import { isBehind, orderBy, type PageKey } from '../keyset.ts';
import { cutPage, type Page } from '../page.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { DatasetRecord, JsonObject, JsonValue, RecordContent } from './dataset-store.ts';
import type { DatasetRow } from './dataset-tables.ts';
import { idsOfInputs } from './record-id.ts';
import { isObject } from './record-schema.ts';
import { USER_TAG } from './user-tag.ts';

/** Oldest first; those of the same millisecond by their ids. */
const ORDER = ['created_ms', 'record_id'].map((column) => ({
  expression: sql.ref(`dataset_records.${column}`),
  isDescending: false,
}));

type Dataset = Pick<DatasetRow, 'workspace_id' | 'dataset_id'>;

/** Adds records, or changes those that have the same inputs. */
export async function putRecords(
  db: TrackingQueries,
  { workspace_id, dataset_id }: Dataset,
  records: readonly RecordContent[],
  now: number,
): Promise<{ readonly inserted: number; readonly updated: number }> {
  let updated = 0;
  for (const record of records) {
    const input_hash = inputHashOf(record.inputs);
    const user = typeof record.tags?.[USER_TAG] === 'string' ? record.tags[USER_TAG] : null;
    const known = await db
      .selectFrom('dataset_records')
      .select(['record_id', 'content', 'updated_by'])
      .where('workspace_id', '=', workspace_id)
      .where('dataset_id', '=', dataset_id)
      .where('input_hash', '=', input_hash)
      .executeTakeFirst();
    if (known === undefined) {
      await db
        .insertInto('dataset_records')
        .values({
          workspace_id,
          dataset_id,
          record_id: await freeId(db, { workspace_id, dataset_id }, input_hash),
          input_hash,
          content: JSON.stringify(record),
          created_by: user,
          updated_by: user,
          created_ms: now,
          updated_ms: now,
        })
        .execute();
      continue;
    }
    const content = JSON.stringify(merged(JSON.parse(known.content) as RecordContent, record));
    await db
      .updateTable('dataset_records')
      .set({ content, updated_ms: now, updated_by: user ?? known.updated_by })
      .where('workspace_id', '=', workspace_id)
      .where('dataset_id', '=', dataset_id)
      .where('record_id', '=', known.record_id)
      .execute();
    updated++;
  }
  return { inserted: records.length - updated, updated };
}

export async function readRecords(
  db: TrackingQueries,
  { workspace_id, dataset_id }: Dataset,
  limit: number,
  after: PageKey | undefined,
): Promise<Page<DatasetRecord>> {
  let query = db
    .selectFrom('dataset_records')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where('dataset_id', '=', dataset_id);
  if (after !== undefined) query = query.where(isBehind(ORDER, after));
  const rows = await query
    .orderBy(orderBy(ORDER))
    .limit(limit + 1)
    .execute();
  const page = cutPage(rows, limit, (last) => [last.created_ms, last.record_id]);
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.record_id,
      content: JSON.parse(row.content) as RecordContent,
      createdBy: row.created_by,
      updatedBy: row.updated_by,
      createdMs: Number(row.created_ms),
      updatedMs: Number(row.updated_ms),
    })),
  };
}

export async function deleteRecords(
  db: TrackingQueries,
  { workspace_id, dataset_id }: Dataset,
  recordIds: readonly string[],
): Promise<number> {
  let deleted = 0;
  for (const ids of inParts(recordIds)) {
    const { numDeletedRows } = await db
      .deleteFrom('dataset_records')
      .where('workspace_id', '=', workspace_id)
      .where('dataset_id', '=', dataset_id)
      .where('record_id', 'in', ids)
      .executeTakeFirst();
    deleted += Number(numDeletedRows);
  }
  return deleted;
}

async function freeId(db: TrackingQueries, { workspace_id, dataset_id }: Dataset, inputHash: string): Promise<string> {
  const isTaken = async (id: string): Promise<boolean> => {
    const taken = await db
      .selectFrom('dataset_records')
      .select('record_id')
      .where('workspace_id', '=', workspace_id)
      .where('dataset_id', '=', dataset_id)
      .where('record_id', '=', id)
      .executeTakeFirst();
    return taken !== undefined;
  };
  const ids = idsOfInputs(inputHash);
  let id = ids.next().value;
  while (await isTaken(id)) id = ids.next().value;
  return id;
}

/** A record that is given once more for the same inputs. */
export function merged(known: RecordContent, given: RecordContent): RecordContent {
  return {
    ...known,
    ...('outputs' in given ? { outputs: given.outputs ?? null } : {}),
    ...('context' in given ? { context: given.context ?? null } : {}),
    ...(given.expectations === undefined ? {} : { expectations: { ...known.expectations, ...given.expectations } }),
    ...(given.tags === undefined ? {} : { tags: { ...known.tags, ...given.tags } }),
  };
}

/** The same for the same inputs, in whatever order their keys were sent. */
export function inputHashOf(inputs: JsonObject): string {
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex');
}

/** The same text for the same value, in whatever order its keys were sent. */
function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, of]) => `${JSON.stringify(key)}:${canonicalJson(of)}`).join(',')}}`;
}
