/**
 * Reads values separated by commas, or by tabs where the first line has more of those, as RFC 4180 quotes them.
 *
 * @param maxRows Lines beyond them are not read, the heading counted.
 */
export function parseCsv(text: string, maxRows: number): readonly (readonly string[])[] {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const separator = firstLine.split('\t').length > firstLine.split(',').length ? '\t' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length && rows.length < maxRows) {
    const inQuotes = text[at] === '"' ? quoted(text, at) : { value: '', end: at };
    // Behind a quote that closes there should be nothing.
    const rest = bare(text, inQuotes.end, separator);
    row.push(inQuotes.value + rest.value);
    at = rest.end;
    if (text[at] === separator) {
      at++;
      // A separator at the very end has an empty value behind it.
      if (at === text.length || text[at] === '\n' || text[at] === '\r') row.push('');
      else continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function quoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let at = start + 1;
  while (at < text.length) {
    const end = text.indexOf('"', at);
    // Never closed, or cut off: all that is left.
    if (end < 0) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, end);
    if (text[end + 1] !== '"') return { value, end: end + 1 };
    value += '"';
    at = end + 2;
  }
  return { value, end: at };
}

function bare(text: string, start: number, separator: string): { readonly value: string; readonly end: number } {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(start, end), end };
}
