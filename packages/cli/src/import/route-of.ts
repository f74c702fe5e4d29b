import type { RoutedRun, TraceRoute } from '@tracewright/schema';

/** What the value of a header may be, none of it taken off. */
const HEADER_TEXT = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/** What a header can have named a run: its bytes are read as Latin-1, and space around them is taken off. */
const RUN_ID = /^[\x21-\x7e\x80-\x9f\xa1-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\x9f\xa1-\xff])?$/;

/** Whether a text arrives as it is when a header says it. */
export function isHeaderText(text: string): boolean {
  return HEADER_TEXT.test(text);
}

/**
 * Where the spans of a line belong, of what stands beside them.
 *
 * @returns undefined where it cannot be read; nothing said is nothing to be read.
 */
export function routeOf(value: unknown): TraceRoute | undefined {
  if (value === undefined) return {};
  if (!isRecord(value)) return undefined;
  const { experiment, runs = [] } = value;
  if (experiment !== undefined && (typeof experiment !== 'string' || experiment === '')) return undefined;
  if (!Array.isArray(runs) || !runs.every(isRun)) return undefined;
  // Of all spans, or each of its own: a run beside one that has all of them would be of none.
  if (runs.length > 1 && runs.some(({ spanIds }) => spanIds === undefined)) return undefined;
  return experiment === undefined ? { runs } : { experiment, runs };
}

function isRun(value: unknown): value is RoutedRun {
  if (!isRecord(value)) return false;
  const { id, spanIds } = value;
  if (typeof id !== 'string' || !RUN_ID.test(id)) return false;
  return spanIds === undefined || (Array.isArray(spanIds) && spanIds.every((each) => typeof each === 'string'));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
