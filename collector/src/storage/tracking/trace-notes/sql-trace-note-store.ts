import type { Feedback, FeedbackChange, FeedbackValue, Nanos } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { Judgement, TagOfTrace, TraceNoteStore } from './trace-note-store.ts';
import type { FeedbackRow } from './trace-note-tables.ts';

/** Notes on traces in any SQL database that Kysely speaks. */
export class SqlTraceNoteStore implements TraceNoteStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async getTraceTags(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    const tags = new Map<string, Record<string, string>>();
    for (const ids of inParts(traceIds)) {
      const rows = await this.#database.db
        .selectFrom('trace_tags')
        .select(['trace_id', 'key', 'value'])
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', ids)
        .orderBy('key')
        .execute();
      for (const { trace_id, key, value } of rows) {
        // Keys come from outside: an object without a prototype has none that could be hit.
        const ofTrace = tags.get(trace_id) ?? (Object.create(null) as Record<string, string>);
        ofTrace[key] = value;
        tags.set(trace_id, ofTrace);
      }
    }
    return tags;
  }

  async setTraceTag(workspaceId: string, traceId: string, key: string, value: string): Promise<void> {
    await this.#database.db
      .insertInto('trace_tags')
      .values({ workspace_id: workspaceId, trace_id: traceId, key, value })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'trace_id', 'key']).doUpdateSet({ value }))
      .execute();
  }

  async deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.db
      .deleteFrom('trace_tags')
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('key', '=', key)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async addFeedback(workspaceId: string, feedback: Feedback): Promise<void> {
    const { numInsertedOrUpdatedRows } = await this.#database.db
      .insertInto('feedback')
      .values({
        workspace_id: workspaceId,
        id: feedback.id,
        trace_id: feedback.traceId,
        span_id: feedback.spanId,
        name: feedback.name,
        value: JSON.stringify(feedback.value),
        rationale: feedback.rationale,
        source_type: feedback.source.kind,
        source_id: feedback.source.id,
        created_ns: feedback.createdNs.padStart(20, '0'),
        updated_ns: feedback.updatedNs.padStart(20, '0'),
      })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) {
      throw new ApiError('RESOURCE_ALREADY_EXISTS', `feedback ${feedback.id} exists`);
    }
  }

  async listFeedback(workspaceId: string, traceId: string): Promise<readonly Feedback[]> {
    const rows = await this.#database.db
      .selectFrom('feedback')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .orderBy('created_ns')
      .orderBy('id')
      .execute();
    return rows.map(feedbackOf);
  }

  async updateFeedback(
    workspaceId: string,
    traceId: string,
    id: string,
    { value, rationale }: FeedbackChange,
    nowNs: Nanos,
  ): Promise<Feedback | undefined> {
    const row = await this.#database.db
      .updateTable('feedback')
      .set({
        updated_ns: nowNs.toString().padStart(20, '0'),
        ...(value === undefined ? {} : { value: JSON.stringify(value) }),
        ...(rationale === undefined ? {} : { rationale }),
      })
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    return row && feedbackOf(row);
  }

  async deleteFeedback(workspaceId: string, traceId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.db
      .deleteFrom('feedback')
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async tracesWithTag(workspaceId: string, key: string): Promise<readonly TagOfTrace[]> {
    return this.#database.db
      .selectFrom('trace_tags')
      .select(['trace_id as traceId', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('key', '=', key)
      .execute();
  }

  async judgements(workspaceId: string, name?: string): Promise<readonly Judgement[]> {
    const all = this.#database.db
      .selectFrom('feedback')
      .select(['trace_id as traceId', 'name', 'value', 'source_type as sourceKind'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('created_ns')
      .orderBy('id');
    const rows = await (name === undefined ? all : all.where('name', '=', name)).execute();
    return rows.map((row) => ({ ...row, value: JSON.parse(row.value) as FeedbackValue }));
  }

  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    const deleted_ms = this.#database.nowMs();
    await this.#database.write(async (transaction) => {
      for (const ids of inParts(traceIds)) {
        for (const table of ['trace_tags', 'feedback'] as const) {
          await transaction
            .deleteFrom(table)
            .where('workspace_id', '=', workspaceId)
            .where('trace_id', 'in', ids)
            .execute();
        }
        await transaction
          .insertInto('deletions')
          .values(ids.map((trace_id) => ({ workspace_id: workspaceId, trace_id, deleted_ms })))
          .onConflict((conflict) => conflict.columns(['workspace_id', 'trace_id']).doUpdateSet({ deleted_ms }))
          .execute();
      }
    });
  }

  async getDeletions(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const deletions = new Map<string, number>();
    for (const ids of inParts(traceIds)) {
      const rows = await this.#database.db
        .selectFrom('deletions')
        .select(['trace_id', 'deleted_ms'])
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', ids)
        .execute();
      for (const { trace_id, deleted_ms } of rows) deletions.set(trace_id, Number(deleted_ms));
    }
    return deletions;
  }
}

function feedbackOf(row: FeedbackRow): Feedback {
  return {
    id: row.id,
    traceId: row.trace_id,
    spanId: row.span_id,
    name: row.name,
    value: JSON.parse(row.value) as Feedback['value'],
    rationale: row.rationale,
    source: { kind: row.source_type, id: row.source_id },
    createdNs: BigInt(row.created_ns).toString(),
    updatedNs: BigInt(row.updated_ns).toString(),
  };
}
