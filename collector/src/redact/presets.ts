import type { RedactionPreset } from '@tracewright/schema';
import { isIban, isLuhn } from './checksums.ts';
import type { TextMatcher, TextRange } from './text-matcher.ts';

const LOCAL_PART = /[\w.!#$%&'*+/=?^`{|}~-]/;
const MAX_LOCAL_PART = 64;
const DOMAIN = /[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){1,8}/y;

/** Timestamps of nanoseconds have 19 digits, too; no card begins as they do. */
const CARD = /(?<!\w)[2-6](?:[ -]?\d){12,18}(?!\w)/g;
const IBAN = /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)/g;

/** Keys of well-known services by the beginnings that they give them, tokens of the web, and our own keys. */
const SECRET = new RegExp(
  [
    String.raw`\bsk-[\w-]{20,2000}`,
    String.raw`\bAKIA[0-9A-Z]{16}\b`,
    String.raw`\bgh[opsur]_\w{30,300}`,
    String.raw`\bgithub_pat_\w{30,300}`,
    String.raw`\bglpat-[\w-]{20,300}`,
    String.raw`\bxox[abeoprs]-[\w-]{10,300}`,
    String.raw`\bAIza[\w-]{35}`,
    String.raw`\b(?:hf|npm|gsk|xai)[_-]\w{20,300}`,
    String.raw`\btw_\w{8}_[\w-]{43}`,
    String.raw`\beyJ[\w-]{10,4000}\.[\w-]{10,4000}\.[\w-]{0,4000}`,
    String.raw`\b[Bb]earer [\w.~+/=-]{20,4000}`,
  ].join('|'),
  'g',
);
const KEY_BEGINS = '-----BEGIN ';
const KEY_ENDS = '-----END ';

/**
 * Our own patterns. They are known, so that JavaScript's engine may run them, which is many times faster than one for any
 * pattern: each repetition is bounded, and what is looked for is looked for from a rare place.
 */
export const PRESETS: Readonly<Record<RedactionPreset, TextMatcher>> = {
  email: { mayMatch: (text) => text.includes('@'), find: emails },
  card: { mayMatch: (text) => /\d{4}/.test(text), find: (text) => matches(text, CARD, isLuhn) },
  iban: { mayMatch: (text) => /[A-Z]{2}\d{2}/.test(text), find: (text) => matches(text, IBAN, isIban) },
  secret: {
    mayMatch: (text) => text.search(SECRET) >= 0 || text.includes(KEY_BEGINS),
    find: (text) => [...privateKeys(text), ...matches(text, SECRET)].sort(([left], [right]) => left - right),
  },
};

function matches(text: string, pattern: RegExp, isOne: (match: string) => boolean = () => true): TextRange[] {
  const ranges: TextRange[] = [];
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (isOne(match)) ranges.push([index, index + match.length]);
  }
  return ranges;
}

/** From each `@` on, backwards and forwards: few texts have any. */
function emails(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  let end = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    DOMAIN.lastIndex = at + 1;
    const [domain] = DOMAIN.exec(text) ?? [];
    if (domain === undefined) continue;
    let start = at;
    const first = Math.max(end, at - MAX_LOCAL_PART);
    while (start > first && LOCAL_PART.test(text[start - 1]!)) start--;
    if (start === at) continue;
    end = at + 1 + domain.length;
    ranges.push([start, end]);
  }
  return ranges;
}

/** With all that is in them; one that was cut off goes to the end of the text. */
function privateKeys(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  let start = text.indexOf(KEY_BEGINS);
  while (start >= 0) {
    const lineEnd = text.indexOf('-----', start + KEY_BEGINS.length);
    const isPrivate = lineEnd >= 0 && text.slice(start, lineEnd).endsWith('PRIVATE KEY');
    const last = isPrivate ? text.indexOf(KEY_ENDS, lineEnd) : -1;
    const behind = last < 0 ? -1 : text.indexOf('-----', last + KEY_ENDS.length);
    const end = behind < 0 ? text.length : behind + 5;
    if (isPrivate) ranges.push([start, end]);
    start = text.indexOf(KEY_BEGINS, isPrivate ? end : start + KEY_BEGINS.length);
  }
  return ranges;
}
