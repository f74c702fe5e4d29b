/**
 * A line of CSV as RFC 4180 has it: nothing for null, quotes where a value needs them. A text that a spreadsheet would
 * take for a formula has an apostrophe before it.
 */
export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map((value) => (value === null ? '' : quoted(typeof value === 'string' ? noFormula(value) : String(value)))).join(',')}\r\n`;
}

function noFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
