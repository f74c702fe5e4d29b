import { laterThan } from '../datasets/later-than.ts';
import { inParts } from '../in-parts.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';

/** What was noted of traces beside their spans. */
export interface NotedContents {
  readonly assessments: number;
  readonly traceTags: number;
  readonly evaluationRows: number;
  readonly runLinks: number;
}

/** What goes from datasets with the traces that it was made from. */
export interface DatasetContents {
  /** In datasets as they are; those of their versions go with them. */
  readonly datasetRecords: number;
}

/** Where each number is counted. Rows that are given to no run are no links. */
const TABLES = {
  assessments: 'feedback',
  traceTags: 'trace_tags',
  evaluationRows: 'evaluation_rows',
  runLinks: 'trace_runs',
} as const;

/** What traces have left in the tracking stores, for whoever has to delete all of it. Contract: `privacy-stores.contract.ts`. */
export class TraceContents {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async count(workspaceId: string, traceIds: readonly string[]): Promise<NotedContents & DatasetContents> {
    const counts = { assessments: 0, traceTags: 0, evaluationRows: 0, runLinks: 0, datasetRecords: 0 };
    for (const ids of inParts(traceIds)) {
      for (const [name, table] of Object.entries(TABLES)) {
        const { rows } = await this.#database.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number | string>().as('rows'))
          .where('workspace_id', '=', workspaceId)
          .where('trace_id', 'in', ids)
          .executeTakeFirstOrThrow();
        // Postgres gives 64-bit integers as text.
        counts[name as keyof typeof TABLES] += Number(rows);
      }
    }
    counts.datasetRecords = (await recordsMadeFrom(this.#database.db, workspaceId, traceIds)).length;
    return counts;
  }

  /** Takes records that were made from traces out of datasets and of all their versions, which are shorter from then on. */
  async deleteRecords(workspaceId: string, traceIds: readonly string[]): Promise<DatasetContents> {
    return this.#database.write(async (transaction) => {
      const records = await recordsMadeFrom(transaction, workspaceId, traceIds);
      for (const [datasetId, of] of Map.groupBy(records, ({ dataset_id }) => dataset_id)) {
        for (const ids of inParts(of.map(({ record_id }) => record_id))) {
          await transaction
            .deleteFrom('dataset_records')
            .where('workspace_id', '=', workspaceId)
            .where('dataset_id', '=', datasetId)
            .where('record_id', 'in', ids)
            .execute();
        }
        await noteChange(transaction, workspaceId, datasetId, this.#database.nowMs());
      }
      await deleteContents(transaction, workspaceId, traceIds);
      return { datasetRecords: records.length };
    });
  }
}

async function recordsMadeFrom(db: TrackingQueries, workspaceId: string, traceIds: readonly string[]) {
  const wanted = new Set(traceIds);
  const rows = await db
    .selectFrom('dataset_records')
    .select(['dataset_id', 'record_id', 'content'])
    .where('workspace_id', '=', workspaceId)
    .where('content', 'like', '%"trace_id"%')
    .execute();
  return rows.filter(({ content }) => wanted.has(traceOf(content) ?? ''));
}

async function deleteContents(transaction: TrackingQueries, workspaceId: string, traceIds: readonly string[]) {
  const wanted = new Set(traceIds);
  const rows = await transaction
    .selectFrom('dataset_contents')
    .select(['dataset_id', 'content_hash', 'content'])
    .where('workspace_id', '=', workspaceId)
    .where('content', 'like', '%"trace_id"%')
    .execute();
  for (const { dataset_id, content_hash, content } of rows) {
    if (!wanted.has(traceOf(content) ?? '')) continue;
    for (const table of ['dataset_version_records', 'dataset_contents'] as const) {
      await transaction
        .deleteFrom(table)
        .where('workspace_id', '=', workspaceId)
        .where('dataset_id', '=', dataset_id)
        .where('content_hash', '=', content_hash)
        .execute();
    }
    await transaction
      .updateTable('dataset_versions')
      .set({
        record_count: (of) =>
          of
            .selectFrom('dataset_version_records')
            .select(({ fn }) => fn.countAll<number>().as('records'))
            .whereRef('dataset_version_records.workspace_id', '=', 'dataset_versions.workspace_id')
            .whereRef('dataset_version_records.dataset_id', '=', 'dataset_versions.dataset_id')
            .whereRef('dataset_version_records.version', '=', 'dataset_versions.version'),
      })
      .where('workspace_id', '=', workspaceId)
      .where('dataset_id', '=', dataset_id)
      .execute();
  }
}

async function noteChange(transaction: TrackingQueries, workspaceId: string, datasetId: string, nowMs: number) {
  const row = await transaction
    .selectFrom('datasets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('dataset_id', '=', datasetId)
    .executeTakeFirst();
  if (row === undefined) return;
  await transaction
    .updateTable('datasets')
    .set({ digest_ms: laterThan(row, nowMs), updated_ms: nowMs })
    .where('workspace_id', '=', workspaceId)
    .where('dataset_id', '=', datasetId)
    .execute();
}

/** The trace that a record says it was made from, 32 hex digits; MLflow's clients put `tr-` before them. */
function traceOf(content: string): string | undefined {
  const { source } = JSON.parse(content) as {
    readonly source?: { readonly source_data?: { readonly trace_id?: unknown } };
  };
  const traceId = source?.source_data?.trace_id;
  return typeof traceId === 'string' ? traceId.replace(/^tr-/, '').toLowerCase() : undefined;
}
