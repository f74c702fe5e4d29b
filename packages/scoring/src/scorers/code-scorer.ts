import type { FeedbackValue, JsonValue } from '@tracewright/schema';
import type { Expectations } from '../row/expectations.ts';
import type { ScoredRow, Scorer } from './scorer.ts';
import { ScorerError } from './scorer-error.ts';

/** Where a scorer finds what it compares. */
export interface ComparedOptions {
  /** Which of the outputs is scored. Default: all of them; of an object with a single text that text. */
  readonly output?: (row: ScoredRow) => unknown;
  /** Name of the expectation, or what finds it. Default: `expected_response`, else the only one that there is. */
  readonly expected?: string | ((row: ScoredRow) => unknown);
  /** What its scores are called. */
  readonly name?: string;
}

/** A scorer by code with what it has in common with all others. */
export function codeScorer(
  name: string,
  rest: Pick<Scorer, 'score'> & Partial<Omit<Scorer, 'name' | 'source'>>,
  recorded?: Readonly<Record<string, JsonValue | undefined>>,
): Scorer {
  const details = recorded && withoutUndefined(recorded);
  const described = details === undefined || Object.keys(details).length === 0 ? {} : { describe: () => details };
  return { name, source: { kind: 'code', id: name }, direction: 'higher', ...described, ...rest };
}

/** Passes what is at least `threshold`, where there is one. */
export function atLeast(threshold: number | undefined): Pick<Scorer, 'passes'> {
  if (threshold === undefined) return {};
  return { passes: (value: FeedbackValue) => typeof value === 'number' && value >= threshold };
}

/** What is expected of a row. @throws ScorerError `EXPECTATION_MISSING` */
export function expectedOf(row: ScoredRow, { expected }: ComparedOptions, standard = 'expected_response'): unknown {
  const found = typeof expected === 'function' ? expected(row) : expectationOf(row.expectations, expected, standard);
  if (found !== undefined && found !== null) return found;
  const name = typeof expected === 'string' ? expected : standard;
  throw new ScorerError('EXPECTATION_MISSING', `the row does not say what is expected: it has no expectation ${name}`);
}

function expectationOf(expectations: Partial<Expectations>, name: string | undefined, standard: string): unknown {
  if (name !== undefined) return expectations[name];
  const values = Object.values(expectations);
  return expectations[standard] ?? (values.length === 1 ? values[0] : undefined);
}

/** What of a row's outputs is scored. */
export function outputOf(row: ScoredRow, { output }: ComparedOptions): unknown {
  return output === undefined ? row.outputs : output(row);
}

/** A value as a text: texts as they are, an object of one text as that text, all else as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.values(value);
    if (parts.length === 1 && typeof parts[0] === 'string') return parts[0];
  }
  return JSON.stringify(value) ?? '';
}

/** Texts that are all right: of a list each of it, else the one. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}

function withoutUndefined(
  record: Readonly<Record<string, JsonValue | undefined>>,
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
