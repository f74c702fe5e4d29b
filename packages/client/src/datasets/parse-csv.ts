import { TracewrightError } from '../http/tracewright-error.ts';

/** The rows of a file of comma-separated values by the names in its first line; every value is a text. */
export type CsvRow = Readonly<Record<string, string>>;

/**
 * Reads comma-separated values as RFC 4180 has them, with any ends of lines; lines without anything are left out.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` that names the line, for one whose length is not that of the first,
 *   a name that is there twice, or a quote that is not closed
 */
export function parseCsv(text: string): readonly CsvRow[] {
  const [names, ...lines] = [...csvLines(text.replace(/^\uFEFF/, ''))];
  if (names === undefined) return [];
  const twice = names.values.find((name, at) => names.values.indexOf(name) !== at);
  if (twice !== undefined) throw refused(names.line, `there are two columns ${JSON.stringify(twice)}`);
  return lines.map(({ line, values }) => {
    if (values.length === names.values.length) {
      return Object.fromEntries(names.values.map((name, at) => [name, values[at] ?? '']));
    }
    throw refused(line, `there are ${values.length} values for ${names.values.length} columns`);
  });
}

interface CsvLine {
  /** Of the file, from 1 on, at which it begins: a quoted value may go over several. */
  readonly line: number;
  readonly values: readonly string[];
}

/** Each match is one value with what ends it. */
const VALUE = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|\r|$)/y;

function* csvLines(text: string): Generator<CsvLine, void, undefined> {
  let values: string[] = [];
  let line = 1;
  let first = 1;
  for (VALUE.lastIndex = 0; VALUE.lastIndex < text.length || values.length > 0; ) {
    const at = VALUE.lastIndex;
    const [whole, value = '', end] = VALUE.exec(text) ?? [];
    if (whole === undefined)
      throw refused(line, `a quote at character ${at} stands in the midst of a value, or is open`);
    line += whole.split(/\r\n|\n|\r/).length - 1;
    values.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',') continue;
    if (values.length > 1 || value !== '') yield { line: first, values };
    values = [];
    first = line;
  }
}

function refused(line: number, reason: string): TracewrightError {
  return new TracewrightError('INVALID_PARAMETER_VALUE', `line ${line} of the comma-separated values: ${reason}`);
}
