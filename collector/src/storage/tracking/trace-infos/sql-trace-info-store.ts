import { inParts } from '../in-parts.ts';
import type { TagOfTrace } from '../trace-notes/trace-note-store.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { type ValuesOfTraces, valuesOfTraces } from '../values-of-traces.ts';
import type { TraceInfo, TraceInfoStore, TraceState } from './trace-info-store.ts';
import type { TraceInfoRow } from './trace-info-tables.ts';

/** Rows of one statement, at most: databases bound its parameters. */
const MAX_ROWS = 200;
const MAX_WITHOUT_SPANS = 1_000;

/** Infos on traces in any SQL database that Kysely speaks. */
export class SqlTraceInfoStore implements TraceInfoStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async putInfo(
    workspaceId: string,
    info: TraceInfo,
    { metadata = {}, tags = {} }: Parameters<TraceInfoStore['putInfo']>[2],
  ): Promise<void> {
    const { workspace_id, trace_id, ...values } = rowOf(workspaceId, info);
    await this.#database.write(async (transaction) => {
      await transaction
        .insertInto('trace_infos')
        .values({ workspace_id, trace_id, ...values })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'trace_id']).doUpdateSet(values))
        .execute();
      await putAll(transaction, 'trace_metadata', { workspace_id, trace_id }, metadata);
      await putAll(transaction, 'trace_tags', { workspace_id, trace_id }, tags);
    });
  }

  async getInfos(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, TraceInfo>> {
    const infos = new Map<string, TraceInfo>();
    for (const ids of inParts(traceIds)) {
      const rows = await this.#database.db
        .selectFrom('trace_infos')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', ids)
        .execute();
      for (const row of rows) infos.set(row.trace_id, infoOf(row));
    }
    return infos;
  }

  getMetadata(workspaceId: string, traceIds: readonly string[]): Promise<ValuesOfTraces> {
    return valuesOfTraces(this.#database.db, 'trace_metadata', workspaceId, traceIds);
  }

  async infosWithoutSpans(workspaceId: string): Promise<readonly TraceInfo[]> {
    const rows = await this.#database.db
      .selectFrom('trace_infos')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('has_spans', '=', 0)
      .orderBy('request_ms', 'desc')
      .limit(MAX_WITHOUT_SPANS)
      .execute();
    return rows.map(infoOf);
  }

  async markSpansSeen(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    await this.#database.write(async (transaction) => {
      for (const ids of inParts(traceIds)) {
        await transaction
          .updateTable('trace_infos')
          .set({ has_spans: 1 })
          .where('workspace_id', '=', workspaceId)
          .where('trace_id', 'in', ids)
          .execute();
      }
    });
  }

  async tracesWithMetadata(workspaceId: string, key: string, value?: string): Promise<readonly TagOfTrace[]> {
    const all = this.#database.db
      .selectFrom('trace_metadata')
      .select(['trace_id as traceId', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('key', '=', key);
    return (value === undefined ? all : all.where('value', '=', value)).execute();
  }

  async tracesOfClientRequest(workspaceId: string, clientRequestId?: string): Promise<readonly TagOfTrace[]> {
    const all = this.#database.db
      .selectFrom('trace_infos')
      .select(['trace_id as traceId', 'client_request_id as value'])
      .where('workspace_id', '=', workspaceId)
      .where('client_request_id', 'is not', null)
      .$narrowType<{ value: string }>();
    return (clientRequestId === undefined ? all : all.where('client_request_id', '=', clientRequestId)).execute();
  }

  async tracesWithOwnState(workspaceId: string): Promise<readonly TagOfTrace[]> {
    return this.#database.db
      .selectFrom('trace_infos')
      .select(['trace_id as traceId', 'state as value'])
      .where('workspace_id', '=', workspaceId)
      .where('has_spans', '=', 1)
      .where('state', 'is not', null)
      .$narrowType<{ value: string }>()
      .execute();
  }

  async linkRun(workspaceId: string, runId: string, traceIds: readonly string[]): Promise<void> {
    await this.#database.write(async (transaction) => {
      for (const ids of inParts(traceIds)) {
        await transaction
          .insertInto('trace_runs')
          .values(ids.map((trace_id) => ({ workspace_id: workspaceId, run_id: runId, trace_id })))
          .onConflict((conflict) => conflict.columns(['workspace_id', 'run_id', 'trace_id']).doNothing())
          .execute();
      }
    });
  }

  async linkedTraces(workspaceId: string, runId?: string): Promise<readonly TagOfTrace[]> {
    const all = this.#database.db
      .selectFrom('trace_runs')
      .select(['trace_id as traceId', 'run_id as value'])
      .where('workspace_id', '=', workspaceId);
    return (runId === undefined ? all : all.where('run_id', '=', runId)).execute();
  }
}

async function putAll(
  transaction: TrackingQueries,
  table: 'trace_metadata' | 'trace_tags',
  key: { readonly workspace_id: string; readonly trace_id: string },
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = Object.entries(values).map(([name, value]) => ({ ...key, key: name, value }));
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    await transaction
      .insertInto(table)
      .values(rows.slice(from, from + MAX_ROWS))
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'trace_id', 'key'])
          .doUpdateSet((excluded) => ({ value: excluded.ref('excluded.value') })),
      )
      .execute();
  }
}

function rowOf(workspaceId: string, info: TraceInfo): TraceInfoRow {
  return {
    workspace_id: workspaceId,
    trace_id: info.traceId,
    experiment_id: info.experimentId,
    request_ms: info.requestMs,
    duration_ms: info.durationMs,
    state: info.state,
    client_request_id: info.clientRequestId,
    request_preview: info.requestPreview,
    response_preview: info.responsePreview,
    has_spans: info.hasSpans ? 1 : 0,
  };
}

function infoOf(row: TraceInfoRow): TraceInfo {
  return {
    traceId: row.trace_id,
    experimentId: row.experiment_id,
    // Postgres gives 64-bit integers as text.
    requestMs: Number(row.request_ms),
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    state: row.state as TraceState | null,
    clientRequestId: row.client_request_id,
    requestPreview: row.request_preview,
    responsePreview: row.response_preview,
    hasSpans: row.has_spans === 1,
  };
}
