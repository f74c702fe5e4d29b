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

/** What ends a value, and a value without quotes with it. */
const END = /,|\r\n|\n|\r|$/y;
const PLAIN = /[^",\r\n]*/y;

function* csvLines(text: string): Generator<CsvLine, void, undefined> {
  let values: string[] = [];
  let line = 1;
  let first = 1;
  for (let at = 0; at < text.length || values.length > 0; ) {
    const isQuoted = text[at] === '"';
    const after = isQuoted ? afterQuotes(text, at) : matchEnd(PLAIN, text, at);
    const next = after === undefined ? undefined : matchEnd(END, text, after);
    if (after === undefined || next === undefined)
      throw refused(line, `a quote at character ${at} stands in the midst of a value, or is open`);
    const value = isQuoted ? text.slice(at + 1, after - 1).replaceAll('""', '"') : text.slice(at, after);
    values.push(value);
    if (isQuoted) line += value.split(/\r\n|\n|\r/).length - 1;
    at = next;
    if (text[next - 1] === ',' && next > after) continue;
    if (values.length > 1 || isQuoted || value !== '') yield { line: first, values };
    values = [];
    first = ++line;
  }
}

/** By a search: an expression that takes a quoted value as a whole runs out of stack where the value is large. */
function afterQuotes(text: string, from: number): number | undefined {
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return undefined;
    if (text[at + 1] !== '"') return at + 1;
  }
}

/** @returns where the match of a sticky expression ends; undefined where there is none */
function matchEnd(sticky: RegExp, text: string, from: number): number | undefined {
  sticky.lastIndex = from;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

function refused(line: number, reason: string): TracewrightError {
  return new TracewrightError('INVALID_PARAMETER_VALUE', `line ${line} of the comma-separated values: ${reason}`);
}
