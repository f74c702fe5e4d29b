import { createHash } from 'node:crypto';
import { type EvaluationRow, type EvaluationScore, type JsonValue, SCORE_METADATA } from '@tracewright/schema';
import { scoreOf } from '../assessments/score-of.ts';
import type { FeedbackRow } from '../trace-notes/trace-note-tables.ts';

/** Who says what is expected. */
const EXPECTATION_SOURCE = 'evaluation';

export interface ScoredPlace {
  readonly workspaceId: string;
  readonly runId: string;
  /** Padded as the table has it. */
  readonly nowNs: string;
}

/** What a row becomes among the assessments of its trace: its scores, and what is expected of it. */
export function assessmentRows(row: EvaluationRow, place: ScoredPlace): readonly FeedbackRow[] {
  const scores = row.scores.map((score) => scoreRow(row, score, place));
  const expected = Object.entries(row.expectations).map(([name, value]) => expectationRow(row, name, value, place));
  return [...scores, ...expected];
}

function scoreRow(row: EvaluationRow, score: EvaluationScore, place: ScoredPlace): FeedbackRow {
  const { name, error, rationale, source, passed } = score;
  const value = error === null ? score.value : null;
  const metadata = {
    ...metadataOf(row, place),
    ...(passed === null ? {} : { [SCORE_METADATA.passed]: String(passed) }),
  };
  return {
    ...common(row, name, 'feedback', place),
    ...scoreOf(value, metadata),
    value: JSON.stringify(value),
    error: error && JSON.stringify({ ...error, stack: null }),
    rationale,
    source_type: source.kind,
    source_id: source.id,
    metadata: JSON.stringify(metadata),
  };
}

function expectationRow(row: EvaluationRow, name: string, value: JsonValue, place: ScoredPlace): FeedbackRow {
  return {
    ...common(row, name, 'expectation', place),
    value: JSON.stringify(value),
    error: null,
    rationale: null,
    source_type: 'code',
    source_id: EXPECTATION_SOURCE,
    metadata: JSON.stringify(metadataOf(row, place)),
    passed: null,
  };
}

function common(
  row: EvaluationRow,
  name: string,
  kind: FeedbackRow['kind'],
  { workspaceId, runId, nowNs }: ScoredPlace,
) {
  // The same row has the same ids: whoever sends it twice has said nothing new.
  const said = JSON.stringify([runId, row.key, row.trial, kind, name]);
  return {
    workspace_id: workspaceId,
    id: `a-${createHash('sha256').update(said).digest('hex').slice(0, 32)}`,
    kind,
    trace_id: row.traceId,
    span_id: null,
    name,
    run_id: runId,
    overrides: null,
    is_valid: 1 as const,
    created_ns: nowNs,
    updated_ns: nowNs,
  };
}

function metadataOf({ key, trial }: EvaluationRow, { runId }: ScoredPlace): Record<string, string> {
  return { [SCORE_METADATA.run]: runId, [SCORE_METADATA.row]: key, [SCORE_METADATA.trial]: String(trial) };
}
