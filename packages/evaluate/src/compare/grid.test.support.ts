import type { EvaluationColumn, EvaluationGrid, FeedbackValue } from '@tracewright/schema';

/** A row of a test's grid. What is not said is not known. */
export interface GridRow {
  readonly key: string;
  readonly trial?: number;
  readonly scores?: Readonly<Record<string, FeedbackValue | null>>;
  /** By score. */
  readonly passed?: Readonly<Record<string, boolean>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly error?: string;
  readonly durationMs?: number;
  readonly costUsd?: number;
}

/** A grid of rows, as the server gives one. @param source of every score; default: code of its name */
export function gridOf(
  rows: readonly GridRow[],
  runId: string = 'run',
  source?: EvaluationColumn['source'],
): EvaluationGrid {
  const names = new Set(rows.flatMap(({ scores = {} }) => Object.keys(scores)));
  const tags = new Set(rows.flatMap((row) => Object.keys(row.tags ?? {})));
  const nothing = rows.map(() => null);
  return {
    runId,
    keys: rows.map(({ key }) => key),
    trials: rows.map(({ trial = 0 }) => trial),
    indexes: rows.map((_, index) => index),
    traceIds: rows.map(({ key, trial = 0 }) => `${runId} ${key} ${trial}`),
    inputs: rows.map(({ key }) => `inputs of ${key}`),
    outputs: rows.map(() => ''),
    expectations: rows.map(() => ''),
    errors: rows.map(({ error = null }) => error),
    durationsMs: rows.map(({ durationMs = null }) => durationMs),
    costsUsd: rows.map(({ costUsd = null }) => costUsd),
    inputTokens: nothing,
    outputTokens: nothing,
    tags: Object.fromEntries([...tags].map((tag) => [tag, rows.map((row) => row.tags?.[tag] ?? null)])),
    scores: [...names].map((name) => columnOf(name, rows, source)),
  };
}

function columnOf(
  name: string,
  rows: readonly GridRow[],
  source: EvaluationColumn['source'] = { kind: 'code', id: name },
): EvaluationColumn {
  return {
    name,
    source,
    values: rows.map(({ scores }) => scores?.[name] ?? null),
    passed: rows.map(({ passed }) => passed?.[name] ?? null),
    errors: rows.map(() => null),
  };
}

/** As many rows, each with what `row` says of it. */
export function rowsOf(count: number, row: (index: number) => Omit<GridRow, 'key'>): readonly GridRow[] {
  return Array.from({ length: count }, (_, index) => ({ key: `row ${index}`, ...row(index) }));
}
