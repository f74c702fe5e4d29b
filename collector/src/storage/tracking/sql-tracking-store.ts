import type { Feedback, FeedbackChange, FeedbackValue, Nanos } from '@tracewright/schema';
import type { Kysely } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Experiment, Judgement, TagOfTrace, TrackingStore } from './tracking-store.ts';
import type { FeedbackRow, TrackingTables } from './tracking-tables.ts';

const MAX_NAME = 500;
/** Lists of ids are asked for in parts: databases bound the parameters of a statement. */
const MAX_IDS = 500;

/** A tracking store in any SQL database that Kysely speaks and the migrations have been run on. */
export class SqlTrackingStore implements TrackingStore {
  readonly #db: Kysely<TrackingTables>;
  readonly #nowMs: () => number;
  /** Workspaces that are known to have their experiment Default. */
  readonly #prepared = new Set<string>();

  constructor(db: Kysely<TrackingTables>, nowMs: () => number) {
    this.#db = db;
    this.#nowMs = nowMs;
  }

  async resolveExperiment(workspaceId: string, name: string): Promise<string> {
    if (name === '' || name.length > MAX_NAME) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `an experiment's name has 1 to ${MAX_NAME} characters`);
    }
    // Another process may take the number, or the name, between counting and inserting: then this one counts again.
    for (;;) {
      const known = await this.getExperimentByName(workspaceId, name);
      if (known !== undefined) return known.id;
      const last = await this.#db
        .selectFrom('experiments')
        .select((of) => of.fn.max('number').as('number'))
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      await this.#insertExperiment(workspaceId, Number(last?.number ?? 0) + 1, name);
    }
  }

  async getExperimentByName(workspaceId: string, name: string): Promise<Experiment | undefined> {
    await this.#prepare(workspaceId);
    const row = await this.#experiments(workspaceId).where('name', '=', name).executeTakeFirst();
    return row && experimentOf(row);
  }

  async getExperimentById(workspaceId: string, id: string): Promise<Experiment | undefined> {
    // Only the one way of writing a number is an id: '01' is not '1'.
    if (String(Number(id)) !== id) return undefined;
    await this.#prepare(workspaceId);
    const row = await this.#experiments(workspaceId).where('number', '=', Number(id)).executeTakeFirst();
    return row && experimentOf(row);
  }

  async listExperiments(workspaceId: string): Promise<readonly Experiment[]> {
    await this.#prepare(workspaceId);
    return (await this.#experiments(workspaceId).orderBy('number').execute()).map(experimentOf);
  }

  async getTraceTags(
    workspaceId: string,
    traceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    const tags = new Map<string, Record<string, string>>();
    for (const ids of inParts(traceIds)) {
      const rows = await this.#db
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
    await this.#db
      .insertInto('trace_tags')
      .values({ workspace_id: workspaceId, trace_id: traceId, key, value })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'trace_id', 'key']).doUpdateSet({ value }))
      .execute();
  }

  async deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('trace_tags')
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('key', '=', key)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async addFeedback(workspaceId: string, feedback: Feedback): Promise<void> {
    const { numInsertedOrUpdatedRows } = await this.#db
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
    const rows = await this.#db
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
    const row = await this.#db
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
    const { numDeletedRows } = await this.#db
      .deleteFrom('feedback')
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async tracesWithTag(workspaceId: string, key: string): Promise<readonly TagOfTrace[]> {
    return this.#db
      .selectFrom('trace_tags')
      .select(['trace_id as traceId', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('key', '=', key)
      .execute();
  }

  async judgements(workspaceId: string, name?: string): Promise<readonly Judgement[]> {
    const all = this.#db
      .selectFrom('feedback')
      .select(['trace_id as traceId', 'name', 'value', 'source_type as sourceKind'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('created_ns')
      .orderBy('id');
    const rows = await (name === undefined ? all : all.where('name', '=', name)).execute();
    return rows.map((row) => ({ ...row, value: JSON.parse(row.value) as FeedbackValue }));
  }

  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    const deleted_ms = this.#nowMs();
    await this.#db.transaction().execute(async (transaction) => {
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
      const rows = await this.#db
        .selectFrom('deletions')
        .select(['trace_id', 'deleted_ms'])
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', ids)
        .execute();
      for (const { trace_id, deleted_ms } of rows) deletions.set(trace_id, Number(deleted_ms));
    }
    return deletions;
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }

  #experiments(workspaceId: string) {
    return this.#db
      .selectFrom('experiments')
      .select(['number', 'name', 'lifecycle', 'created_ms', 'updated_ms'])
      .where('workspace_id', '=', workspaceId);
  }

  async #prepare(workspaceId: string): Promise<void> {
    if (this.#prepared.has(workspaceId)) return;
    await this.#insertExperiment(workspaceId, 0, 'Default');
    this.#prepared.add(workspaceId);
  }

  /** Does nothing where the number or the name is taken. */
  async #insertExperiment(workspaceId: string, number: number, name: string): Promise<void> {
    const nowMs = this.#nowMs();
    await this.#db
      .insertInto('experiments')
      .values({ workspace_id: workspaceId, number, name, lifecycle: 'active', created_ms: nowMs, updated_ms: nowMs })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function experimentOf(row: Omit<TrackingTables['experiments'], 'workspace_id'>): Experiment {
  return {
    id: String(row.number),
    name: row.name,
    lifecycle: row.lifecycle,
    // Postgres gives 64-bit integers as text.
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
  };
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

function* inParts(ids: readonly string[]): Generator<readonly string[]> {
  const distinct = [...new Set(ids)];
  for (let from = 0; from < distinct.length; from += MAX_IDS) yield distinct.slice(from, from + MAX_IDS);
}
