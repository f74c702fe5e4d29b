import { SCORE_METADATA } from '@tracewright/schema';
import type { FeedbackRow } from '../trace-notes/trace-note-tables.ts';
import type { AssessmentValue } from './assessment-store.ts';

/** MLflow's judges answer in these words. */
const PASSED_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['no', false],
  ['pass', true],
  ['fail', false],
]);

/** What makes an assessment a score of an evaluation. */
export function scoreOf(
  value: AssessmentValue,
  metadata: Readonly<Record<string, string>>,
): Pick<FeedbackRow, 'run_id' | 'passed'> {
  const passed = hasPassed(value, metadata);
  return { run_id: metadata[SCORE_METADATA.run] ?? null, passed: passed === null ? null : passed ? 1 : 0 };
}

/** Ours say so; of others a value tells where it is a word for it. Null: no line is drawn between good and bad. */
function hasPassed(value: AssessmentValue, metadata: Readonly<Record<string, string>>): boolean | null {
  if (metadata[SCORE_METADATA.row] !== undefined) {
    const passed = metadata[SCORE_METADATA.passed];
    return passed === undefined ? null : passed === 'true';
  }
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? (PASSED_WORDS.get(value.toLowerCase()) ?? null) : null;
}
