import type { Nanos } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import type { FeedbackRow } from '../trace-notes/trace-note-tables.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type {
  Assessment,
  AssessmentChange,
  AssessmentError,
  AssessmentKind,
  AssessmentStore,
  AssessmentValue,
  NamedValue,
} from './assessment-store.ts';
import { scoreOf } from './score-of.ts';

/** Assessments in any SQL database that Kysely speaks: all columns of the table of feedback. */
export class SqlAssessmentStore implements AssessmentStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async create(workspaceId: string, assessment: Assessment): Promise<void> {
    const { id, traceId, overrides } = assessment;
    await this.#database.write(async (transaction) => {
      if (overrides !== null && !(await setValid(transaction, { workspaceId, traceId, id: overrides }, false))) {
        const text = `Assessment with ID '${overrides}' not found for trace 'tr-${traceId}'`;
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', text);
      }
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('feedback')
        .values(rowOf(workspaceId, assessment))
        .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) throw new ApiError('RESOURCE_ALREADY_EXISTS', `assessment ${id} exists`);
    });
  }

  async get(workspaceId: string, traceId: string, id: string): Promise<Assessment | undefined> {
    const row = await this.#database.db
      .selectFrom('feedback')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', '=', traceId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && assessmentOf(row);
  }

  async listOf(workspaceId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, readonly Assessment[]>> {
    const found = new Map<string, Assessment[]>();
    for (const ids of inParts(traceIds)) {
      const rows = await this.#database.db
        .selectFrom('feedback')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', 'in', ids)
        .orderBy('created_ns')
        .orderBy('id')
        .execute();
      for (const row of rows) {
        const ofTrace = found.get(row.trace_id) ?? [];
        ofTrace.push(assessmentOf(row));
        found.set(row.trace_id, ofTrace);
      }
    }
    return found;
  }

  async update(
    workspaceId: string,
    traceId: string,
    id: string,
    { name, value, error, rationale, metadata, isValid }: AssessmentChange,
    nowNs: Nanos,
  ): Promise<Assessment | undefined> {
    return this.#database.write(async (transaction) => {
      const of = transaction
        .updateTable('feedback')
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', '=', traceId)
        .where('id', '=', id);
      const row = await of
        .set({
          updated_ns: padded(nowNs),
          ...(name !== undefined && { name }),
          ...(value !== undefined && { value: JSON.stringify(value) }),
          ...(error !== undefined && { error: error && JSON.stringify(error) }),
          ...(rationale !== undefined && { rationale }),
          ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
          ...(isValid !== undefined && { is_valid: isValid ? (1 as const) : (0 as const) }),
        })
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const changed = assessmentOf(row);
      if (value !== undefined || metadata !== undefined) {
        await of.set(scoreOf(changed.value, changed.metadata)).execute();
      }
      return changed;
    });
  }

  async delete(workspaceId: string, traceId: string, id: string): Promise<boolean> {
    return this.#database.write(async (transaction) => {
      const row = await transaction
        .deleteFrom('feedback')
        .where('workspace_id', '=', workspaceId)
        .where('trace_id', '=', traceId)
        .where('id', '=', id)
        .returning('overrides')
        .executeTakeFirst();
      if (row?.overrides != null) await setValid(transaction, { workspaceId, traceId, id: row.overrides }, true);
      return row !== undefined;
    });
  }

  async valuesNamed(workspaceId: string, kind: AssessmentKind, name: string): Promise<readonly NamedValue[]> {
    const rows = await this.#database.db
      .selectFrom('feedback')
      .select(['trace_id', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name)
      .where('kind', '=', kind)
      .where('is_valid', '=', 1)
      .orderBy('created_ns')
      .execute();
    return rows.map((row) => ({ traceId: row.trace_id, value: JSON.parse(row.value) as AssessmentValue }));
  }
}

interface Place {
  readonly workspaceId: string;
  readonly traceId: string;
  readonly id: string;
}

async function setValid(transaction: TrackingQueries, place: Place, isValid: boolean): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('feedback')
    .set({ is_valid: isValid ? 1 : 0 })
    .where('workspace_id', '=', place.workspaceId)
    .where('trace_id', '=', place.traceId)
    .where('id', '=', place.id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function rowOf(workspaceId: string, assessment: Assessment): FeedbackRow {
  return {
    workspace_id: workspaceId,
    id: assessment.id,
    kind: assessment.kind,
    trace_id: assessment.traceId,
    span_id: assessment.spanId,
    name: assessment.name,
    value: JSON.stringify(assessment.value),
    error: assessment.error && JSON.stringify(assessment.error),
    rationale: assessment.rationale,
    source_type: assessment.source.kind,
    source_id: assessment.source.id,
    metadata: JSON.stringify(assessment.metadata),
    ...scoreOf(assessment.value, assessment.metadata),
    overrides: assessment.overrides,
    is_valid: assessment.isValid ? 1 : 0,
    created_ns: padded(assessment.createdNs),
    updated_ns: padded(assessment.updatedNs),
  };
}

function assessmentOf(row: FeedbackRow): Assessment {
  return {
    id: row.id,
    kind: row.kind,
    traceId: row.trace_id,
    spanId: row.span_id,
    name: row.name,
    value: JSON.parse(row.value) as AssessmentValue,
    error: row.error === null ? null : (JSON.parse(row.error) as AssessmentError),
    rationale: row.rationale,
    source: { kind: row.source_type, id: row.source_id },
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    overrides: row.overrides,
    isValid: row.is_valid === 1,
    createdNs: BigInt(row.created_ns) as Nanos,
    updatedNs: BigInt(row.updated_ns) as Nanos,
  };
}

/** So that texts sort like the times. */
function padded(timeNs: Nanos): string {
  return timeNs.toString().padStart(20, '0');
}
