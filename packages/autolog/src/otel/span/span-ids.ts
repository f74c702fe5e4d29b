import { randomBytes } from 'node:crypto';

/** Read at once: to ask for a few takes as long as to ask for all of these. */
const PAGE_BYTES = 1_024;
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;
const NO_ID = '0'.repeat(TRACE_ID_DIGITS);

/** Random hex digits in advance, and how many of them are used up. */
let page = '';
let used = 0;

/** 32 random hex digits, never all zeros. */
export function newTraceId(): string {
  return randomDigits(TRACE_ID_DIGITS);
}

/** 16 random hex digits, never all zeros. */
export function newSpanId(): string {
  return randomDigits(SPAN_ID_DIGITS);
}

function randomDigits(count: number): string {
  if (used + count > page.length) {
    page = randomBytes(PAGE_BYTES).toString('hex');
    used = 0;
  }
  const start = used;
  used += count;
  const digits = page.slice(start, used);
  // All zeros stand for no id at all.
  return NO_ID.startsWith(digits) ? randomDigits(count) : digits;
}
