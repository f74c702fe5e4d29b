import { markPostings, PostingsWriter, skipPostings } from './postings.ts';
import type { OrderedTerms } from './term-places.ts';

/** A block and its row fill one page of the database. */
const MAX_BLOCK_BYTES = 4_040;
/** Words that are longer are cut to so many UTF-16 units: what is found by them has to be looked at. */
export const MAX_TERM_UNITS = 32;

/** Words of a chunk, sorted by their UTF-8 bytes, with the traces that each stands in. */
export interface TermBlocks {
  /** First word of each block: a byte of length, then its bytes, one behind the other. */
  readonly directory: Uint8Array;
  /**
   * Each word: how many bytes it shares with the one before, how many follow, those, and its postings. The first of a
   * block shares none.
   */
  readonly blocks: readonly Uint8Array[];
}

/** More than any term has. */
const MAX_TERM_BYTES = 255;

const decoder = new TextDecoder();

/** The form in which a word is kept and looked up. */
export function termOf(word: string): string {
  if (word.length <= MAX_TERM_UNITS) return word;
  // Not through the midst of a character of two units.
  return word.slice(0, (word.charCodeAt(MAX_TERM_UNITS - 1) & 0xfc00) === 0xd800 ? MAX_TERM_UNITS - 1 : MAX_TERM_UNITS);
}

/** Writes the terms of a chunk, which have been cut by {@link termOf}. */
export function encodeTerms({ terms, order, places, from }: OrderedTerms, traceCount: number): TermBlocks {
  const writer = new PostingsWriter();
  const blocks: Uint8Array[] = [];
  const firsts: Uint8Array[] = [];
  const { bytes } = terms;
  const block = new Uint8Array(MAX_BLOCK_BYTES);
  let last = 0;
  let lastLength = 0;
  let used = 0;
  for (const term of order) {
    const start = terms.startOf(term);
    const length = terms.endOf(term) - start;
    const postingBytes = writer.write(places, from[term]!, from[term + 1]!, traceCount);
    let shared = 0;
    if (used > 0)
      while (shared < length && shared < lastLength && bytes[start + shared] === bytes[last + shared]) shared++;
    if (used + 2 + length - shared + postingBytes > MAX_BLOCK_BYTES) {
      blocks.push(block.slice(0, used));
      used = 0;
      shared = 0;
    }
    if (used === 0) firsts.push(Uint8Array.of(length), bytes.slice(start, start + length));
    block[used++] = shared;
    block[used++] = length - shared;
    for (let at = start + shared; at < start + length; at++) block[used++] = bytes[at]!;
    const postings = writer.bytes;
    for (let at = 0; at < postingBytes; at++) block[used++] = postings[at]!;
    last = start;
    lastLength = length;
  }
  if (used > 0) blocks.push(block.slice(0, used));
  return { directory: new Uint8Array(Buffer.concat(firsts)), blocks };
}

/** The blocks that may hold a word, or words that begin with it: from one to another, none if the second is smaller. */
export function blocksOf(directory: Uint8Array, term: Uint8Array, isPrefix: boolean): readonly [number, number] {
  let from = -1;
  let to = -1;
  for (let at = 0; at < directory.length; ) {
    const length = directory[at]!;
    const order = compareTo(term, directory, at + 1, length);
    // What begins with the word comes behind it.
    if (order === 'before' || (order === 'begins' && !isPrefix)) break;
    to++;
    if (order === 'same' || order === 'behind') from = to;
    at += 1 + length;
  }
  return [Math.max(0, from), to];
}

/** Marks the traces that a word stands in, or any word that begins with it, as far as a block says. */
export function markTerm(block: Uint8Array, term: Uint8Array, isPrefix: boolean, marks: Uint8Array): void {
  // How much of the wanted word the one at hand begins with. What shares more with its predecessor differs where that did.
  let matched = 0;
  for (let at = 0; at < block.length; ) {
    const shared = block[at]!;
    const added = block[at + 1]!;
    const from = at + 2;
    at = from + added;
    if (shared <= matched) {
      matched = shared;
      while (matched < term.length && matched - shared < added && block[from + matched - shared] === term[matched])
        matched++;
      if (matched === term.length && (isPrefix || shared + added === term.length)) {
        at = markPostings(block, at, marks);
        if (!isPrefix) return;
        continue;
      }
    } else if (isPrefix && matched === term.length) {
      at = markPostings(block, at, marks);
      continue;
    }
    at = skipPostings(block, at);
  }
}

/** Marks the traces that words stand in which begin with another one and are accepted. */
export function markAccepted(
  block: Uint8Array,
  prefix: Uint8Array,
  accepts: (term: string) => boolean,
  marks: Uint8Array,
): void {
  const term = new Uint8Array(MAX_TERM_BYTES);
  for (let at = 0; at < block.length; ) {
    const shared = block[at]!;
    const added = block[at + 1]!;
    term.set(block.subarray(at + 2, at + 2 + added), shared);
    at += 2 + added;
    const isMeant = startsWith(term.subarray(0, shared + added), prefix);
    const isMarked = isMeant && accepts(decoder.decode(term.subarray(0, shared + added)));
    at = isMarked ? markPostings(block, at, marks) : skipPostings(block, at);
  }
}

function startsWith(term: Uint8Array, prefix: Uint8Array): boolean {
  return term.length >= prefix.length && prefix.every((byte, at) => term[at] === byte);
}

type Order = 'before' | 'same' | 'begins' | 'behind';

/** Where a word stands beside another one: `begins` if the other one begins with it and goes on. */
function compareTo(term: Uint8Array, other: Uint8Array, offset: number, length: number): Order {
  const common = Math.min(term.length, length);
  for (let at = 0; at < common; at++) {
    if (term[at] !== other[offset + at]) return term[at]! < other[offset + at]! ? 'before' : 'behind';
  }
  if (term.length === length) return 'same';
  return term.length < length ? 'begins' : 'behind';
}
