import type { DatasetRecord, StoredRecord } from './dataset.ts';

export type RecordFormat = 'jsonl' | 'csv';

type AnyRecord = StoredRecord<object, object>;

/**
 * Records as lines of JSON, which `fromJsonl` reads back as they are, or as comma-separated values, for tables: a column
 * for each input, expectation and tag, whose values are texts where they are texts, and JSON otherwise.
 *
 * @returns text, piece by piece
 */
export async function* exportRecords(
  records: AsyncIterable<AnyRecord> | Iterable<AnyRecord>,
  format: RecordFormat,
): AsyncGenerator<string, void, undefined> {
  if (format === 'csv') return yield* csvLines(records);
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** Columns are those of all records, so all of them are read before the first line. */
async function* csvLines(
  records: AsyncIterable<AnyRecord> | Iterable<AnyRecord>,
): AsyncGenerator<string, void, undefined> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const record of records) rows.push(flatRow(record));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return;
  yield csvLine(columns);
  for (const row of rows) yield csvLine(columns.map((column) => cellText(row[column])));
}

function flatRow({ id, inputs, expectations = {}, tags = {}, ...rest }: AnyRecord): Readonly<Record<string, unknown>> {
  const under = (field: string, values: object) =>
    Object.entries(values).map(([key, value]) => [`${field}.${key}`, value]);
  return {
    id,
    ...Object.fromEntries(under('inputs', inputs)),
    ...Object.fromEntries(under('expectations', expectations)),
    ...Object.fromEntries(under('tags', tags)),
    ...(rest satisfies Omit<DatasetRecord, 'inputs'>),
  };
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(',')}\r\n`;
}
