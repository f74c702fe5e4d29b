/** A table as it was logged. */
export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A table as MLflow writes one: `{"columns": [...], "data": [[...]]}`. Undefined where a value is none. */
export function tableOf(value: unknown): TableData | undefined {
  const { columns, data } = (value ?? {}) as { readonly columns?: unknown; readonly data?: unknown };
  const isTable = Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray);
  return isTable ? { columns: columns.map(String), rows: data } : undefined;
}

/** A value of a table as text; `''` where there is none. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Where a cell of a table that MLflow logged is a picture: the path of its small copy, else of itself. */
export function imageOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, filepath, compressed_filepath } = value as Readonly<Record<string, unknown>>;
  if (type !== 'image') return undefined;
  const path = compressed_filepath ?? filepath;
  return typeof path === 'string' ? path : undefined;
}
