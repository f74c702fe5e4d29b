import type { WireText } from '../otlp/attributes.ts';
import { PREVIEW_LENGTH, TELLING, USER_TEXT } from './preview.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const OPENING_BRACE = 0x7b;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/** Longest of the telling keys, and the quote behind it. */
const MAX_KEY_BYTES = 9;
const TELLING_KEYS: readonly Buffer[] = [...TELLING].map((key) => Buffer.from(key));
const USER_TEXT_BYTES = Buffer.from(USER_TEXT);

/**
 * Preview of an input in JSON, without making a text of all of it: of a long one that would cost more than everything
 * else about the span, and the preview, being a part of that text, would keep it in memory.
 *
 * @returns undefined where one has to look closer: then `inputPreview` finds the same and more.
 */
export function wireInputPreview({ bytes, start, end }: WireText): string | undefined {
  const words = startOfWords(bytes, start, end);
  return words < 0 ? undefined : plainWords(bytes, words, end);
}

/** Preview of messages in the conventions' JSON, of which `messagesPreview` is the slow and complete form. */
export function wireMessagesPreview({ bytes, start, end }: WireText): string | undefined {
  const last = bytes.subarray(start, end).lastIndexOf(USER_TEXT_BYTES);
  return last < 0 ? undefined : plainWords(bytes, start + last + USER_TEXT_BYTES.length, end);
}

/** Where the words begin in a JSON text, or in an object whose first property tells; -1 where neither is sure. */
function startOfWords(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] === QUOTE) return start + 1;
  if (bytes[start] !== OPENING_BRACE || bytes[start + 1] !== QUOTE) return -1;
  const key = start + 2;
  let keyEnd = key;
  while (keyEnd < end && keyEnd - key < MAX_KEY_BYTES && bytes[keyEnd] !== QUOTE) keyEnd++;
  const words = keyEnd + 3;
  if (words >= end || bytes[keyEnd] !== QUOTE || bytes[keyEnd + 1] !== COLON || bytes[keyEnd + 2] !== QUOTE) return -1;
  for (const telling of TELLING_KEYS) if (isAt(bytes, key, keyEnd, telling)) return words;
  return -1;
}

function isAt(bytes: Buffer, start: number, end: number, searched: Buffer): boolean {
  if (end - start !== searched.length) return false;
  for (let at = 0; at < searched.length; at++) if (bytes[start + at] !== searched[at]) return false;
  return true;
}

/** What a byte is to a preview: shown as it is, a space, a quote, or something that has to be looked at more closely. */
const PLAIN = 0;
const BLANK = 1;
const CLOSING = 2;
const OTHER = 3;
const KIND_OF_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === QUOTE) return CLOSING;
  if (byte === SPACE) return BLANK;
  return byte < SPACE || byte >= FIRST_BEYOND_ASCII || byte === BACKSLASH ? OTHER : PLAIN;
});

/** The words up to their closing quote, or as many as are shown; undefined if any of it would have to be changed. */
function plainWords(bytes: Buffer, start: number, end: number): string | undefined {
  const most = start + PREVIEW_LENGTH;
  const last = Math.min(most, end);
  let before = BLANK;
  let at = start;
  for (; at < last; at++) {
    const kind = KIND_OF_BYTE[bytes[at]!]!;
    if (kind !== PLAIN && (kind !== BLANK || before === BLANK)) {
      if (kind === CLOSING) break;
      return undefined;
    }
    before = kind;
  }
  // Of words that end without a quote nothing is sure.
  const isCut = at === most;
  if (at === start || (!isCut && (at === end || before === BLANK))) return undefined;
  return bytes.toString('latin1', start, at);
}
