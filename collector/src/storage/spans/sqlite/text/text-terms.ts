import { wordsOf } from '../../../../filter/words.ts';
import { NO_BYTES_HASH } from './byte-strings.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { dataEnd, dataStart } from './data-runs.ts';
import { MAX_TERM_UNITS, termOf } from './term-blocks.ts';
import { TermLists } from './term-lists.ts';
import { grown, type TermPlaces } from './term-places.ts';
import { unescapeBytes } from './unescape-bytes.ts';

/** How bytes that are remembered were read. */
export const READ_AS = { text: 1, escaped: 2, segment: 3, attribute: 4, eventAttribute: 5 } as const;

type ReadAs = (typeof READ_AS)[keyof typeof READ_AS];

/** Bytes of ASCII that words consist of, in lower case. */
const LETTER = new Uint8Array(256);
for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789_') {
  LETTER[letter.charCodeAt(0)] = letter.charCodeAt(0);
  LETTER[letter.toUpperCase().charCodeAt(0)] = letter.charCodeAt(0);
}
/**
 * Bytes that part a text whatever stands beside them: all of ASCII that is in no word, but for three signs that a mark
 * behind them makes another sign of.
 */
const PARTS = new Uint8Array(256);
PARTS.fill(1, 0, 0x80);
for (let byte = 0; byte < 0x80; byte++) if (LETTER[byte] !== 0) PARTS[byte] = 0;
for (const sign of '<=>') PARTS[sign.charCodeAt(0)] = 0;

/** Shorter texts are read anew sooner than found. */
const MIN_REMEMBERED = 12;

/** A list of terms that is being made: where it begins, its mark, and whether some are missing. */
export interface TermList {
  readonly from: number;
  readonly mark: number;
  readonly isCut: boolean;
}

/**
 * Splits texts of a chunk into words as `wordsOf` does, from their bytes and into numbers of terms: texts in ASCII, and
 * what is in ASCII of others, without a string for each. What has been read before is not read again.
 *
 * Lists are made one within another, on one stack.
 */
export class TextTerms {
  readonly #places: TermPlaces;
  readonly lists: TermLists = new TermLists();
  #chunk = new ChunkBytes(new ArrayBuffer(0), 0);
  #stack = new Int32Array(4_096);
  #top = 0;
  /** For each term the last list that has it. */
  #marks = new Int32Array(1_024);
  #mark = 0;
  #lastMark = 0;
  #isCut = false;

  constructor(places: TermPlaces) {
    this.#places = places;
  }

  open(chunk: ChunkBytes): void {
    this.#chunk = chunk;
    this.lists.open(chunk.bytes, chunk.view);
  }

  /** A list to which terms go until it is kept. */
  begin(): TermList {
    const list = { from: this.#top, mark: this.#mark, isCut: this.#isCut };
    this.#mark = ++this.#lastMark;
    this.#isCut = false;
    return list;
  }

  /** @returns its slot among {@link lists} */
  keep({ from, mark, isCut }: TermList, readAs: ReadAs, start: number, end: number, hash: number, key = 0): number {
    const slot = this.lists.keep(
      { kind: readAs, start, end, hash },
      { terms: this.#stack, from, to: this.#top },
      this.#isCut,
      key,
    );
    this.drop({ from, mark, isCut });
    return slot;
  }

  /** Forgets a list that is being made. */
  drop({ from, mark, isCut }: TermList): void {
    this.#top = from;
    this.#mark = mark;
    this.#isCut = isCut;
  }

  /** Leaves what is on a list to the one that it was begun within. */
  merge({ mark, isCut }: TermList): void {
    this.#mark = mark;
    this.#isCut ||= isCut;
  }

  /** Takes back what was added to a list. */
  clear({ from }: TermList): void {
    this.#top = from;
    this.#mark = ++this.#lastMark;
  }

  /** Adds a term; -1 is one that there is no room for. */
  add(term: number): void {
    if (term < 0) {
      this.#isCut = true;
      return;
    }
    if (term >= this.#marks.length) this.#marks = grown(this.#marks, term + 1);
    if (this.#marks[term] === this.#mark) return;
    this.#marks[term] = this.#mark;
    if (this.#top === this.#stack.length) this.#stack = grown(this.#stack, this.#top + 1);
    this.#stack[this.#top++] = term;
  }

  /** Adds all terms of a list that is kept. */
  addAll(slot: number): void {
    const end = this.lists.listEnd(slot);
    const { terms } = this.lists;
    for (let at = this.lists.listStart(slot); at < end; at++) this.add(terms[at]!);
    if (this.lists.isCut(slot)) this.#isCut = true;
  }

  /** Adds the words of a text. */
  addText(start: number, end: number): void {
    if (end - start < MIN_REMEMBERED) this.#addWords(start, end);
    else this.addAll(this.text(start, end));
  }

  /** The same of the inside of a string in JSON. */
  addEscaped(start: number, end: number): void {
    const hash = this.lists.hashOf(READ_AS.escaped, start, end);
    const known = this.lists.find(READ_AS.escaped, start, end, hash);
    if (known >= 0) {
      this.addAll(known);
      return;
    }
    const list = this.begin();
    const chunk = this.#chunk;
    const from = chunk.end;
    chunk.end = unescapeBytes(chunk.bytes, start, end, from);
    this.#addWords(from, chunk.end);
    this.addAll(this.keep(list, READ_AS.escaped, start, end, hash));
  }

  addString(text: string): void {
    for (const word of wordsOf(text)) this.add(this.#places.terms.takeText(termOf(word)));
  }

  /** The list of a text, by its slot. */
  text(start: number, end: number): number {
    const hash = this.lists.hashOf(READ_AS.text, start, end);
    const known = this.lists.find(READ_AS.text, start, end, hash);
    if (known >= 0) return known;
    const list = this.begin();
    this.#addWords(start, end);
    return this.keep(list, READ_AS.text, start, end, hash);
  }

  #addWords(start: number, end: number): void {
    const { bytes } = this.#chunk;
    for (let from = start; from < end; ) {
      const data = dataStart(bytes, from, end);
      if (this.#chunk.isAscii(from, data)) this.#addAscii(from, data);
      else this.#addMixed(from, data);
      from = dataEnd(bytes, data, end);
    }
  }

  #addAscii(start: number, end: number): void {
    const { bytes } = this.#chunk;
    const { terms } = this.#places;
    for (let at = start; at < end; ) {
      let letter = LETTER[bytes[at]!]!;
      if (letter === 0) {
        at++;
        continue;
      }
      terms.makeRoom(MAX_TERM_UNITS);
      const target = terms.bytes;
      const from = terms.end;
      let length = 0;
      let hash = NO_BYTES_HASH;
      do {
        if (length < MAX_TERM_UNITS) {
          target[from + length++] = letter;
          hash = Math.imul(hash ^ letter, 0x01000193);
        }
        at++;
        letter = at < end ? LETTER[bytes[at]!]! : 0;
      } while (letter !== 0);
      this.add(terms.take(length, hash));
    }
  }

  #addMixed(start: number, end: number): void {
    const { bytes } = this.#chunk;
    for (let at = start; at < end; ) {
      if (PARTS[bytes[at]!] === 1) {
        at++;
        continue;
      }
      const from = at;
      let bits = 0;
      while (at < end && PARTS[bytes[at]!] === 0) bits |= bytes[at++]!;
      if (bits < 0x80) this.#addAscii(from, at);
      else this.addAll(this.#segment(from, at));
    }
  }

  #segment(start: number, end: number): number {
    const hash = this.lists.hashOf(READ_AS.segment, start, end);
    const known = this.lists.find(READ_AS.segment, start, end, hash);
    if (known >= 0) return known;
    const list = this.begin();
    this.addString(this.#chunk.bytes.toString('utf8', start, end));
    return this.keep(list, READ_AS.segment, start, end, hash);
  }
}
