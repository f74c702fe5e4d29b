import {
  type EvaluationColumn,
  type EvaluationGrid,
  type FeedbackValue,
  type NanoUsd,
  toUsd,
} from '@tracewright/schema';
import type { EvaluationRowHead } from '../storage/tracking/evaluations/evaluation-store.ts';

/** Rows as parallel arrays. */
export function evaluationGrid(runId: string, rows: readonly EvaluationRowHead[]): EvaluationGrid {
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
    costsUsd: rows.map(({ costNanoUsd }) => (costNanoUsd === null ? null : toUsd(costNanoUsd as NanoUsd))),
    inputTokens: rows.map(({ inputTokens }) => inputTokens),
    outputTokens: rows.map(({ outputTokens }) => outputTokens),
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
