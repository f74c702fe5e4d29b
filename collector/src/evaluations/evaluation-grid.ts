import { type EvaluationColumn, type EvaluationGrid, type FeedbackValue, toUsd } from '@tracewright/schema';
import type { TraceRow } from '../storage/spans/span-store.ts';
import type { EvaluationRowHead } from '../storage/tracking/evaluations/evaluation-store.ts';

/** Rows, and what their traces took, as parallel arrays. */
export function evaluationGrid(
  runId: string,
  rows: readonly EvaluationRowHead[],
  traces: ReadonlyMap<string, TraceRow>,
): EvaluationGrid {
  const of = <T>(read: (row: TraceRow) => T): readonly (T | null)[] =>
    rows.map(({ traceId }) => {
      const trace = traces.get(traceId);
      return trace === undefined ? null : read(trace);
    });
  return {
    runId,
    keys: rows.map(({ key }) => key),
    trials: rows.map(({ trial }) => trial),
    indexes: rows.map(({ index }) => index),
    traceIds: rows.map(({ traceId }) => traceId),
    inputs: rows.map(({ inputs }) => inputs),
    outputs: rows.map(({ outputs }) => outputs),
    expectations: rows.map(({ expectations }) => expectations),
    errors: rows.map(({ error }) => error?.code ?? null),
    durationsMs: rows.map(({ durationMs }) => durationMs),
    costsUsd: of(({ costNanoUsd }) => (costNanoUsd === -1 ? null : toUsd(costNanoUsd))),
    inputTokens: of(({ inputTokens }) => (inputTokens < 0 ? null : inputTokens)),
    outputTokens: of(({ outputTokens }) => (outputTokens < 0 ? null : outputTokens)),
    tags: tagColumns(rows),
    scores: scoreColumns(rows),
  };
}

function tagColumns(rows: readonly EvaluationRowHead[]): EvaluationGrid['tags'] {
  const keys = new Set(rows.flatMap(({ tags }) => Object.keys(tags)));
  return Object.fromEntries([...keys].sort().map((key) => [key, rows.map(({ tags }) => tags[key] ?? null)]));
}

interface OpenColumn {
  readonly name: string;
  readonly source: EvaluationColumn['source'];
  readonly values: (FeedbackValue | null)[];
  readonly passed: (boolean | null)[];
  readonly errors: (string | null)[];
}

/** In the order in which scorers came up. */
function scoreColumns(rows: readonly EvaluationRowHead[]): readonly EvaluationColumn[] {
  const columns = new Map<string, OpenColumn>();
  for (const [place, { scores }] of rows.entries()) {
    for (const { name, source, value, passed, errorCode } of scores) {
      const column = columns.get(name) ?? emptyColumn(name, source, rows.length);
      columns.set(name, column);
      column.values[place] = value;
      column.passed[place] = passed;
      column.errors[place] = errorCode;
    }
  }
  return [...columns.values()];
}

function emptyColumn(name: string, source: EvaluationColumn['source'], length: number): OpenColumn {
  const empty = () => new Array<null>(length).fill(null);
  return { name, source, values: empty(), passed: empty(), errors: empty() };
}
