import type { EvaluationColumn, EvaluationGrid, JsonValue } from '@tracewright/schema';
import { type ResultRow, recordedValue } from '@tracewright/scoring';

const MAX_PREVIEW = 160;

/** A result as the server gives one of a run, for what compares grids. */
export function resultGrid(rows: readonly ResultRow[], names: Iterable<string>, runId: string): EvaluationGrid {
  const tagNames = new Set(rows.flatMap(({ tags }) => Object.keys(tags)));
  return {
    runId,
    keys: rows.map(({ key }) => key),
    trials: rows.map(({ trial }) => trial),
    indexes: rows.map(({ index }) => index),
    traceIds: rows.map(({ traceId }) => traceId),
    inputs: rows.map(({ inputs }) => previewOf(inputs)),
    outputs: rows.map(({ outputs }) => previewOf(outputs)),
    expectations: rows.map(({ expectations }) => previewOf(expectations)),
    errors: rows.map(({ error }) => error?.code ?? null),
    durationsMs: rows.map(({ durationMs }) => durationMs),
    costsUsd: rows.map(({ costUsd }) => costUsd),
    inputTokens: rows.map(({ inputTokens }) => inputTokens),
    outputTokens: rows.map(({ outputTokens }) => outputTokens),
    tags: Object.fromEntries([...tagNames].map((name) => [name, rows.map(({ tags }) => tags[name] ?? null)])),
    scores: [...names].flatMap((name) => columnOf(rows, name) ?? []),
  };
}

/** Undefined where no row was scored under this name. */
function columnOf(rows: readonly ResultRow[], name: string): EvaluationColumn | undefined {
  const source = rows.find(({ scores }) => scores[name] !== undefined)?.scores[name]?.source;
  if (source === undefined) return undefined;
  return {
    name,
    source,
    values: rows.map(({ scores }) => scores[name]?.value ?? null),
    passed: rows.map(({ scores }) => scores[name]?.passed ?? null),
    errors: rows.map(({ scores }) => scores[name]?.error?.code ?? null),
  };
}

function previewOf(value: unknown): string {
  const line = plainText(recordedValue(value))
    .slice(0, MAX_PREVIEW * 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= MAX_PREVIEW ? line : `${line.slice(0, MAX_PREVIEW - 1).toWellFormed()}…`;
}

/** A text as it is, an object of one text as that text, all else as JSON. */
function plainText(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  const [only, ...others] = Object.values(value) as readonly JsonValue[];
  if (others.length === 0) return only === undefined ? '' : plainText(only);
  return JSON.stringify(value);
}
