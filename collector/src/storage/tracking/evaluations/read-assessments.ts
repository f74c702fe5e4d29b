import type { EvaluationError } from '@tracewright/schema';
import type { AssessmentValue } from '../assessments/assessment-store.ts';
import type { FeedbackRow } from '../trace-notes/trace-note-tables.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { RunAssessment } from './evaluation-store.ts';

/** The reader of others comes to its turn between. */
const ROWS_AT_ONCE = 5_000;

const COLUMNS = [
  'id',
  'created_ns',
  'trace_id',
  'kind',
  'name',
  'value',
  'error',
  'rationale',
  'source_type',
  'source_id',
  'passed',
] as const;

type Row = Pick<FeedbackRow, (typeof COLUMNS)[number]>;

/** All that was said in a run, oldest first. */
export async function assessmentsOfRun(
  db: TrackingQueries,
  workspaceId: string,
  runId: string,
): Promise<readonly RunAssessment[]> {
  const found: RunAssessment[] = [];
  for (let last: Row | undefined, isMore = true; isMore; ) {
    const ofRun = db
      .selectFrom('feedback')
      .select(COLUMNS)
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', runId)
      .orderBy('created_ns')
      .orderBy('id')
      .limit(ROWS_AT_ONCE);
    const after = last;
    const rows = await (after === undefined
      ? ofRun
      : ofRun.where((of) => of(of.refTuple('created_ns', 'id'), '>', of.tuple(after.created_ns, after.id)))
    ).execute();
    for (const row of rows) found.push(runAssessment(row));
    last = rows.at(-1);
    isMore = rows.length === ROWS_AT_ONCE;
  }
  return found;
}

function runAssessment({ trace_id, kind, name, value, error, rationale, ...row }: Row): RunAssessment {
  return {
    traceId: trace_id,
    kind,
    name,
    value: JSON.parse(value) as AssessmentValue,
    error: error === null ? null : errorOf(error),
    rationale,
    source: { kind: row.source_type, id: row.source_id },
    passed: row.passed === null ? null : row.passed === 1,
  };
}

function errorOf(json: string): EvaluationError {
  const { code, message } = JSON.parse(json) as EvaluationError;
  return { code, message };
}
