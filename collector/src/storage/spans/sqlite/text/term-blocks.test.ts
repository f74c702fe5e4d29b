import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, encodeTerms, markTerm, type TermBlocks, termOf } from './term-blocks.ts';

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
        const terms = encodeTerms(places, 200);
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
  const { blocks } = encodeTerms(new Map([['the', everywhere]]), 4_096);
  expect(blocks[0]!.length).toBe(2 + 3 + 2 + 4_096 / 8);
  expect(placesOf(encodeTerms(new Map([['the', everywhere]]), 4_096), 'the', false, 4_096)).toEqual(everywhere);
});
