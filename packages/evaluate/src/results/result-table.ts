import type { JsonValue } from '@tracewright/schema';
import { type ResultRow, recordedValue } from '@tracewright/scoring';

/** A table by its columns, all of the same length. */
export type ResultTable = Readonly<Record<string, readonly JsonValue[]>>;

/** One line for each trial of a row: what went in and came out, then four columns for each name of a score. */
export function resultTable(rows: readonly ResultRow[], names: Iterable<string>): ResultTable {
  const column = (read: (row: ResultRow) => unknown): readonly JsonValue[] =>
    rows.map((row) => recordedValue(read(row)));
  const table: Record<string, readonly JsonValue[]> = {
    key: column(({ key }) => key),
    trial: column(({ trial }) => trial),
    trace_id: column(({ traceId }) => traceId),
    inputs: column(({ inputs }) => inputs),
    outputs: column(({ outputs }) => outputs),
    expectations: column(({ expectations }) => expectations),
    tags: column(({ tags }) => tags),
    error: column(({ error }) => error),
    duration_ms: column(({ durationMs }) => durationMs),
    cost_usd: column(({ costUsd }) => costUsd),
    input_tokens: column(({ inputTokens }) => inputTokens),
    output_tokens: column(({ outputTokens }) => outputTokens),
  };
  for (const name of names) {
    table[`${name}/value`] = column(({ scores }) => scores[name]?.value);
    table[`${name}/passed`] = column(({ scores }) => scores[name]?.passed);
    table[`${name}/rationale`] = column(({ scores }) => scores[name]?.rationale);
    table[`${name}/error`] = column(({ scores }) => scores[name]?.error);
  }
  return table;
}

/** As RFC 4180 has it, lines ended by CRLF; lists and objects as JSON, null as nothing. */
export function csvOf(table: ResultTable): string {
  const columns = Object.entries(table);
  const lines = [columns.map(([name]) => csvCell(name)).join(',')];
  for (let row = 0; row < (columns[0]?.[1].length ?? 0); row++) {
    lines.push(columns.map(([, values]) => csvCell(values[row] ?? null)).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula: it would compute what a model has written. */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
