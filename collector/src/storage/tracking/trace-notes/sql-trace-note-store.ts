import type { Feedback, FeedbackChange, FeedbackValue, Nanos } from '@tracewright/schema';
import type { Assessment, AssessmentValue } from '../assessments/assessment-store.ts';
import { SqlAssessmentStore } from '../assessments/sql-assessment-store.ts';
import { inParts } from '../in-parts.ts';
import { SqlTraceInfoStore } from '../trace-infos/sql-trace-info-store.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import { type ValuesOfTraces, valuesOfTraces } from '../values-of-traces.ts';
import type { Judgement, NewTraceTag, SaidField, TagOfTrace, TraceNoteStore } from './trace-note-store.ts';

/** What goes with its trace. */
const TABLES_OF_TRACES = [
  'trace_tags',
  'feedback',
  'trace_infos',
  'trace_metadata',
  'trace_runs',
  'evaluation_rows',
  'online_results',
  'online_waiting',
] as const;
/** MLflow's names, whose clients say it. */
const METADATA_KEY: Readonly<Record<SaidField, string>> = {
  run: 'mlflow.sourceRun',
  session: 'mlflow.trace.session',
  user: 'mlflow.trace.user',
};
/** Four values each, within what a statement takes. */
const TAGS_AT_ONCE = 1_000;
/** A value that is not there, as JSON. */
const NO_VALUE = 'null';

/** Notes on traces in any SQL database that Kysely speaks. */
export class SqlTraceNoteStore implements TraceNoteStore {
  readonly #database: TrackingDatabase;
  readonly #assessments: SqlAssessmentStore;
  readonly #infos: SqlTraceInfoStore;

  constructor(database: TrackingDatabase) {
    this.#database = database;
    this.#assessments = new SqlAssessmentStore(database);
    this.#infos = new SqlTraceInfoStore(database);
  }

  getTraceTags(workspaceId: string, traceIds: readonly string[]): Promise<ValuesOfTraces> {
    return valuesOfTraces(this.#database.db, 'trace_tags', workspaceId, traceIds);
  }

  setTraceTag(workspaceId: string, traceId: string, key: string, value: string): Promise<void> {
    return this.setTraceTags(workspaceId, [{ traceId, key, value }]);
  }

  async setTraceTags(workspaceId: string, tags: readonly NewTraceTag[]): Promise<void> {
    // Of several for one place the last stands: one statement cannot put two there.
    const distinct = [...new Map(tags.map((tag) => [JSON.stringify([tag.traceId, tag.key]), tag])).values()];
    await this.#database.write(async (transaction) => {
      for (let from = 0; from < distinct.length; from += TAGS_AT_ONCE) {
        const rows = distinct.slice(from, from + TAGS_AT_ONCE);
        await transaction
          .insertInto('trace_tags')
          .values(rows.map(({ traceId, ...tag }) => ({ workspace_id: workspaceId, trace_id: traceId, ...tag })))
          .onConflict((conflict) =>
            conflict
              .columns(['workspace_id', 'trace_id', 'key'])
              .doUpdateSet((excluded) => ({ value: excluded.ref('excluded.value') })),
          )
          .execute();
      }
    });
  }

  async changeTraceTag(
    workspaceId: string,
    traceId: string,
    key: string,
    change: (value: string) => string,
  ): Promise<void> {
    const tag = { workspace_id: workspaceId, trace_id: traceId, key };
    await this.#database.write(async (transaction) => {
      // Written before it is known: whoever changes it as well waits, also where it is not there yet.
      const { value } = await transaction
        .insertInto('trace_tags')
        .values({ ...tag, value: '' })
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'trace_id', 'key'])
            .doUpdateSet((given) => ({ value: given.ref('trace_tags.value') })),
        )
        .returning('value')
        .executeTakeFirstOrThrow();
      await transaction
        .updateTable('trace_tags')
        .set({ value: change(value) })
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', '=', traceId)
        .where('key', '=', key)
        .execute();
    });
  }

  async deleteTraceTag(workspaceId: string, traceId: string, key: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.write((transaction) =>
      transaction
        .deleteFrom('trace_tags')
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', '=', traceId)
        .where('key', '=', key)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  async addFeedback(workspaceId: string, feedback: Feedback): Promise<void> {
    await this.#assessments.create(workspaceId, assessmentOf(feedback));
  }

  async feedbackOn(workspaceId: string, traceIds: readonly string[]): Promise<readonly Feedback[]> {
    const all = await this.#assessments.listOf(workspaceId, traceIds);
    return [...all.values()].flatMap((assessments) => assessments.filter(isFeedback).map(feedbackOf));
  }

  listFeedback(workspaceId: string, traceId: string): Promise<readonly Feedback[]> {
    return this.feedbackOn(workspaceId, [traceId]);
  }

  async updateFeedback(
    workspaceId: string,
    traceId: string,
    id: string,
    change: FeedbackChange,
    nowNs: Nanos,
  ): Promise<Feedback | undefined> {
    if (!(await this.#hasFeedback(workspaceId, traceId, id))) return undefined;
    const changed = await this.#assessments.update(workspaceId, traceId, id, change, nowNs);
    return changed && feedbackOf(changed);
  }

  async deleteFeedback(workspaceId: string, traceId: string, id: string): Promise<boolean> {
    const isThere = await this.#hasFeedback(workspaceId, traceId, id);
    return isThere && (await this.#assessments.delete(workspaceId, traceId, id));
  }

  async tracesSaid(workspaceId: string, field: SaidField, value?: string): Promise<readonly TagOfTrace[]> {
    const said = await this.#infos.tracesWithMetadata(workspaceId, METADATA_KEY[field], value);
    return field === 'run' ? [...said, ...(await this.#infos.linkedTraces(workspaceId, value))] : said;
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
    const all = this.#judgements(workspaceId);
    return (await (name === undefined ? all : all.where('name', '=', name)).execute()).map(judgementOf);
  }

  async judgementsOn(workspaceId: string, traceIds: readonly string[]): Promise<readonly Judgement[]> {
    const found: Judgement[] = [];
    for (const ids of inParts(traceIds)) {
      const rows = await this.#judgements(workspaceId).where('trace_id', 'in', ids).execute();
      found.push(...rows.map(judgementOf));
    }
    return found;
  }

  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    const deleted_ms = this.#database.nowMs();
    await this.#database.write(async (transaction) => {
      for (const ids of inParts(traceIds)) {
        for (const table of TABLES_OF_TRACES) {
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

  #judgements(workspaceId: string) {
    return this.#database.db
      .selectFrom('feedback')
      .select(['trace_id as traceId', 'name', 'value', 'source_type as sourceKind'])
      .where('workspace_id', '=', workspaceId)
      .where('kind', '=', 'feedback')
      .where('is_valid', '=', 1)
      .where('value', '<>', NO_VALUE)
      .orderBy('created_ns')
      .orderBy('id');
  }

  async #hasFeedback(workspaceId: string, traceId: string, id: string): Promise<boolean> {
    return (await this.#assessments.get(workspaceId, traceId, id))?.kind === 'feedback';
  }
}

/** Judges that failed have given no feedback. */
function isFeedback({ kind, value }: Assessment): boolean {
  return kind === 'feedback' && value !== null;
}

function judgementOf(row: Omit<Judgement, 'value'> & { readonly value: string }): Judgement {
  return { ...row, value: feedbackValue(JSON.parse(row.value) as AssessmentValue) };
}

function feedbackOf(assessment: Assessment): Feedback {
  return {
    id: assessment.id,
    traceId: assessment.traceId,
    spanId: assessment.spanId,
    name: assessment.name,
    value: feedbackValue(assessment.value),
    rationale: assessment.rationale,
    source: assessment.source,
    createdNs: assessment.createdNs.toString(),
    updatedNs: assessment.updatedNs.toString(),
  };
}

/** Lists and objects are shown as JSON. */
function feedbackValue(value: AssessmentValue): FeedbackValue {
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function assessmentOf(feedback: Feedback): Assessment {
  return {
    ...feedback,
    kind: 'feedback',
    error: null,
    metadata: {},
    overrides: null,
    isValid: true,
    createdNs: BigInt(feedback.createdNs) as Nanos,
    updatedNs: BigInt(feedback.updatedNs) as Nanos,
  };
}
