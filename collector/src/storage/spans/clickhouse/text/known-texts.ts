import { isGap } from './scan-text.ts';

/** Shorter ones are scanned as quickly as they are looked up. */
const MIN_BYTES = 64;
/** How much of its beginning, and of its end, a text is found by. */
const EDGE_BYTES = 32;
/** A power of two. One that has been scanned may give way to another, and is then scanned once more. */
const SLOTS = 256;
const PRIME = 0x01000193;
const BACKSLASH = 0x5c;

/** A text within bytes that stay as they are. */
export interface ScannedText {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Whether it is taken for JSON. */
  readonly isJson: boolean;
}

/** The part of a text that is left to be scanned: from here, up to there. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

interface KnownText extends ScannedText {
  /** Whether bytes alone have told its words: only then do those of a part of it, too. */
  readonly isPlain: boolean;
}

type Slots = (KnownText | undefined)[];

/**
 * Texts that have been scanned. What a model is told is told again with each call, with some more behind it, and what
 * one step finds is handed on to the next: what a text begins with like an earlier one, or ends with, is known.
 */
export class KnownTexts {
  readonly #byBeginning: Slots = emptySlots();
  readonly #byEnd: Slots = emptySlots();

  /** @returns what of it is not known; nothing where `from` is not before `to` */
  unknownPart(text: ScannedText): TextRange {
    const { bytes, start, end, isJson } = text;
    if (end - start < MIN_BYTES) return { from: start, to: end };
    const alike = this.#byBeginning[slotOf(bytes, start)];
    if (alike !== undefined && alike.isJson === isJson && isSame(alike, text)) return { from: end, to: end };
    const ending = this.#byEnd[slotOf(bytes, end - EDGE_BYTES)];
    const from = alike !== undefined && mayShareParts(alike, text) ? endOfSameBeginning(alike, text) : start;
    const to = ending !== undefined && mayShareParts(ending, text) ? startOfSameEnd(ending, text) : end;
    return { from, to };
  }

  /** Keeps one of which all words have been added. */
  add(text: ScannedText, isPlain: boolean): void {
    const { bytes, start, end } = text;
    if (end - start < MIN_BYTES) return;
    const known = { ...text, isPlain };
    this.#byBeginning[slotOf(bytes, start)] = known;
    this.#byEnd[slotOf(bytes, end - EDGE_BYTES)] = known;
  }
}

function emptySlots(): Slots {
  return new Array<KnownText | undefined>(SLOTS).fill(undefined);
}

function isSame(a: ScannedText, b: ScannedText): boolean {
  return a.end - a.start === b.end - b.start && a.bytes.compare(b.bytes, b.start, b.end, a.start, a.end) === 0;
}

function mayShareParts(known: KnownText, text: ScannedText): boolean {
  return known.isPlain && known.isJson === text.isJson;
}

/** Behind the last gap between words up to which both are the same. */
function endOfSameBeginning(known: ScannedText, { bytes, start, end }: ScannedText): number {
  const offset = known.start - start;
  const last = Math.min(end, known.end - offset);
  let at = start;
  while (at < last && bytes[at] === known.bytes[at + offset]) at++;
  // What follows a backslash belongs to it.
  while (at > start && !(isGap(bytes[at - 1]!) && bytes[at - 1] !== BACKSLASH)) at--;
  return at;
}

/** The first gap between words from which on both are the same. */
function startOfSameEnd(known: ScannedText, { bytes, start, end }: ScannedText): number {
  const offset = known.end - end;
  const first = Math.max(start, known.start - offset);
  let at = end;
  while (at > first && bytes[at - 1] === known.bytes[at - 1 + offset]) at--;
  // Only a gap that follows something else than a backslash is one whatever stands before.
  for (at++; at < end; at++) {
    if (isGap(bytes[at]!) && bytes[at] !== BACKSLASH && bytes[at - 1] !== BACKSLASH) return at;
  }
  return end;
}

function slotOf(bytes: Buffer, from: number): number {
  let hash = PRIME;
  for (let at = from; at < from + EDGE_BYTES; at += 2) hash = Math.imul(hash ^ bytes[at]!, PRIME);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}
