import type { EvaluationRow, EvaluationScore } from '@tracewright/schema';
import { type ResultRow, recordedValue } from '@tracewright/scoring';

/** As long as texts of scores may be, UTF-16 units. */
const MAX_TEXT = 16_384;

/** A row of the result as the server takes it. */
export function wireRow(row: ResultRow): EvaluationRow {
  const { key, trial, index, traceId, tags, error = null, durationMs } = row;
  const expectations = recordedValue(row.expectations) as EvaluationRow['expectations'];
  return {
    ...{ key, trial, index, traceId, tags, error, durationMs },
    inputs: recordedValue(row.inputs),
    outputs: recordedValue(row.outputs),
    expectations,
    context: recordedValue(row.context),
    scores: Object.values(row.scores).map(wireScore),
  };
}

function wireScore(score: EvaluationScore): EvaluationScore {
  const { value, rationale } = score;
  return {
    ...score,
    value: typeof value === 'string' ? cut(value) : value,
    rationale: rationale === null ? null : cut(rationale),
  };
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).toWellFormed()}…`;
}
