import type { RedactionPreset } from '@tracewright/schema';
import { isIban, isLuhn } from './checksums.ts';
import type { TextMatcher, TextRange } from './text-matcher.ts';

/** Letters of writing that has spaces between words: in others an address would take its sentence along. */
const LETTERS = String.raw`\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}`;
const LOCAL_PART = new RegExp(String.raw`[\w.!#$%&'*+/=?^\x60{|}~${LETTERS}\-]`, 'u');
const MAX_LOCAL_PART = 64;
const LABEL = String.raw`[0-9${LETTERS}\-]`;
const DOMAIN = new RegExp(String.raw`[0-9${LETTERS}]${LABEL}{0,62}(?:\.${LABEL}{1,63}){1,8}`, 'uy');

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
    String.raw`\b[Bb]earer [\w.~+/=-]{20,4000}`,
  ].join('|'),
  'g',
);
/** How tokens of the web begin: with `{"` in base64. Their parts may be long. */
const TOKEN_BEGINS = 'eyJ';
const TOKEN_PART = /[\w-]*/y;
const MIN_TOKEN_PART = 10;
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
    mayMatch: (text) => text.search(SECRET) >= 0 || text.includes(KEY_BEGINS) || text.includes(TOKEN_BEGINS),
    find: (text) =>
      [...privateKeys(text), ...webTokens(text), ...matches(text, SECRET)].sort(([left], [right]) => left - right),
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

/** Three parts with dots between them, each character of which is read a few times at most, whatever the text is. */
function webTokens(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  const endOfPart = (from: number): number => {
    TOKEN_PART.lastIndex = from;
    return from + TOKEN_PART.exec(text)![0].length;
  };
  let start = text.indexOf(TOKEN_BEGINS);
  while (start >= 0) {
    let next = start + TOKEN_BEGINS.length;
    if (start === 0 || !/\w/.test(text[start - 1]!)) {
      const header = endOfPart(next);
      const payload = text[header] === '.' ? endOfPart(header + 1) : header;
      const isToken = header - next >= MIN_TOKEN_PART && payload - header > MIN_TOKEN_PART && text[payload] === '.';
      const end = isToken ? endOfPart(payload + 1) : header;
      if (isToken) ranges.push([start, end]);
      next = end;
    }
    start = text.indexOf(TOKEN_BEGINS, next);
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
