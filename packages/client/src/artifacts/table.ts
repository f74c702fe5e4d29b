/** A value in a table: what JSON has. Dates are written as texts. */
export type TableCell = string | number | boolean | null | undefined | Date | readonly unknown[] | object;

/** Rows, each with its columns by name, or columns, each with its values from the first row on. */
export type TableData = readonly Readonly<Record<string, TableCell>>[] | Readonly<Record<string, readonly TableCell[]>>;

/** As pandas writes a frame with `orient='split'`, which is the form in which MLflow keeps tables. */
export interface SplitTable {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

/** What a run says of its tables, as a list in JSON: MLflow finds them by it. */
export const TABLES_TAG = 'mlflow.loggedArtifacts';

/**
 * Cells that a row or column lacks are null.
 *
 * @throws TypeError if columns are given whose lengths differ.
 */
export function splitTable(table: TableData): SplitTable {
  if (Array.isArray(table)) {
    const rows = table as readonly Readonly<Record<string, TableCell>>[];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { columns, data: rows.map((row) => columns.map((column) => row[column] ?? null)) };
  }
  const entries = Object.entries(table as Readonly<Record<string, readonly TableCell[]>>);
  const length = entries[0]?.[1].length ?? 0;
  const other = entries.find(([, values]) => values.length !== length);
  if (other !== undefined) {
    throw new TypeError(`column ${other[0]} has ${other[1].length} values, ${entries[0]?.[0]} has ${length}`);
  }
  return {
    columns: entries.map(([name]) => name),
    data: Array.from({ length }, (_, row) => entries.map(([, values]) => values[row] ?? null)),
  };
}

/** Rows by the names of their columns. */
export function tableRows({ columns, data }: SplitTable): Record<string, unknown>[] {
  return data.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

/** The rows of a further table behind those of the first, each under the names of its columns. */
export function appendTable(first: SplitTable, further: SplitTable): SplitTable {
  return splitTable([...tableRows(first), ...tableRows(further)] as TableData);
}

export interface LoggedTable {
  readonly path: string;
  readonly type: string;
}

/** What `TABLES_TAG` says; nothing where another program has written something else there. */
export function readTablesTag(text: string | undefined): readonly LoggedTable[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? (value as LoggedTable[]) : [];
  } catch {
    return [];
  }
}
