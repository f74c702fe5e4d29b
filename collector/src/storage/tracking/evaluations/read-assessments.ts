import { type EvaluationError, SCORE_METADATA } from '@tracewright/schema';
import type { AssessmentValue } from '../assessments/assessment-store.ts';
import type { FeedbackRow } from '../trace-notes/trace-note-tables.ts';
import type { RunAssessment } from './evaluation-store.ts';

type Row = Pick<
  FeedbackRow,
  'trace_id' | 'kind' | 'name' | 'value' | 'error' | 'rationale' | 'source_type' | 'source_id' | 'metadata'
>;

/** MLflow's judges answer in these words. */
const PASSED_WORDS: Readonly<Record<string, boolean>> = { yes: true, no: false, pass: true, fail: false };

/** An assessment as the evaluation meant it. */
export function runAssessment(row: Row): RunAssessment {
  const value = JSON.parse(row.value) as AssessmentValue;
  return {
    traceId: row.trace_id,
    kind: row.kind,
    name: row.name,
    value,
    error: row.error === null ? null : errorOf(row.error),
    rationale: row.rationale,
    source: { kind: row.source_type, id: row.source_id },
    passed: hasPassed(value, JSON.parse(row.metadata) as Readonly<Record<string, string>>),
  };
}

function errorOf(json: string): EvaluationError {
  const { code, message } = JSON.parse(json) as EvaluationError;
  return { code, message };
}

/** Ours say so; of others a value tells where it is a word for it. */
function hasPassed(value: AssessmentValue, metadata: Readonly<Record<string, string>>): boolean | null {
  if (metadata[SCORE_METADATA.row] !== undefined) {
    const passed = metadata[SCORE_METADATA.passed];
    return passed === undefined ? null : passed === 'true';
  }
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? (PASSED_WORDS[value.toLowerCase()] ?? null) : null;
}
