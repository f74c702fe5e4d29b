import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteStrings, hashOn, NO_BYTES_HASH } from './byte-strings.ts';
import { sortByBytes } from './sort-by-bytes.ts';
import { blocksOf, encodeTerms, markTerm, type TermBlocks, termOf } from './term-blocks.ts';
import { TermPlaces } from './term-places.ts';

/** The terms of so many traces, as a chunk has them. */
function blocksWith(places: ReadonlyMap<string, readonly number[]>, traceCount: number): TermBlocks {
  const gathered = new TermPlaces();
  for (let place = 0; place < traceCount; place++) {
    gathered.nextTrace();
    for (const [term, at] of places) if (at.includes(place)) gathered.note(gathered.terms.takeText(term));
  }
  return encodeTerms(gathered.ordered(), traceCount);
}

/** Places that a lookup marks, through the blocks as a database would hand them out. */
function placesOf({ directory, blocks }: TermBlocks, word: string, isPrefix: boolean, traceCount: number): number[] {
  const marks = new Uint8Array(traceCount);
  const term = new TextEncoder().encode(word);
  const [from, to] = blocksOf(directory, term, isPrefix);
  for (let index = from; index <= to; index++) markTerm(blocks[index]!, term, isPrefix, marks);
  return [...marks.keys()].filter((place) => marks[place] === 1);
}

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '返', '𠮷', '\uffee'), minLength: 1, maxLength: 5 }),
  fc.string({ unit: fc.constantFrom('a', '𠮷'), minLength: 20, maxLength: 40 }),
);

test('every word and every beginning is found where it stands, in blocks of any number', () => {
  fc.assert(
    fc.property(
      fc.dictionary(word.map(termOf), fc.uniqueArray(fc.nat({ max: 199 }), { minLength: 1, maxLength: 60 }), {
        maxKeys: 400,
        noNullPrototype: true,
      }),
      fc.array(word.map(termOf), { minLength: 1, maxLength: 5 }),
      (given, others) => {
        const places = new Map(Object.entries(given).map(([term, at]) => [term, at.toSorted((a, b) => a - b)]));
        const terms = blocksWith(places, 200);
        for (const block of terms.blocks) expect(block.length).toBeLessThanOrEqual(4_040);
        for (const asked of [...[...places.keys()].slice(0, 5), ...others]) {
          expect(placesOf(terms, asked, false, 200)).toEqual(places.get(asked) ?? []);
          const begun = [...places].filter(([term]) => term.startsWith(asked)).flatMap(([, at]) => at);
          expect(placesOf(terms, asked, true, 200)).toEqual([...new Set(begun)].sort((a, b) => a - b));
        }
      },
    ),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 60) },
  );
});

test('a word that all traces have takes a bit for each', () => {
  const everywhere = Array.from({ length: 4_096 }, (_, place) => place);
  const terms = blocksWith(new Map([['the', everywhere]]), 4_096);
  expect(terms.blocks[0]!.length).toBe(2 + 3 + 2 + 4_096 / 8);
  expect(placesOf(terms, 'the', false, 4_096)).toEqual(everywhere);
});

test('terms are kept in the order of their bytes, whatever they begin with', () => {
  const bytes = fc.array(fc.constantFrom(0, 1, 97, 98, 255), { maxLength: 12 }).map((each) => Uint8Array.from(each));
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 300 }), (given) => {
      const strings = new ByteStrings(1_000);
      for (const each of given) {
        strings.makeRoom(each.length);
        strings.bytes.set(each, strings.end);
        strings.take(each.length, each.reduce(hashOn, NO_BYTES_HASH));
      }
      const order = Int32Array.from({ length: strings.count }, (_, number) => number);
      sortByBytes(strings, order);
      const sorted = [...new Set(given.map((each) => Buffer.from(each).toString('hex')))].sort();
      expect([...order].map((number) => hexOf(strings, number))).toEqual(sorted);
    }),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 60) },
  );
});

function hexOf(strings: ByteStrings, number: number): string {
  return Buffer.from(strings.bytes.slice(strings.startOf(number), strings.endOf(number))).toString('hex');
}
