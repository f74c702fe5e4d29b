import type { Io } from './io.ts';

/** Prints rows under their headings, each column as wide as its widest text; or as JSON, for programs. */
export function printRows<Row extends object>(
  io: Io,
  rows: readonly Row[],
  columns: Columns<Row>,
  asJson: boolean,
): void {
  if (asJson) {
    io.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const names = Object.keys(columns);
  const lines = [names, ...rows.map((row) => names.map((name) => oneLine(columns[name]!(row))))];
  const widths = names.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  for (const line of lines) {
    io.stdout.write(
      `${line
        .map((text, at) => text.padEnd(widths[at]!))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

/** What stands in each column, by its heading. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string>>;

/** Texts come from anywhere: nothing in them may break a line or tell a terminal what to do. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
