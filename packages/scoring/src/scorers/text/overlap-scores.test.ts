import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scored } from '../../testing/scored.test.support.ts';
import { bleu } from './bleu.ts';
import { type BleuPair, corpusBleu, sentenceBleu } from './bleu-score.ts';
import { porterStem } from './porter-stem.ts';
import { rouge } from './rouge.ts';
import { type RougeScore, type RougeType, rougeScore } from './rouge-score.ts';

type Parts = readonly [precision: number, recall: number, f1: number];

interface Fixtures {
  readonly pairs: readonly (BleuPair & {
    readonly bleu: number;
    readonly rouge: readonly [Parts, Parts, Parts];
    readonly stemmed: readonly [Parts, Parts, Parts];
  })[];
  readonly corpora: readonly Corpus[];
  readonly tiny_corpora: readonly Corpus[];
  readonly stems: Readonly<Record<string, string>>;
}

interface Corpus {
  readonly from: number;
  readonly to: number;
  readonly bleu: number;
}

/** Written by `fixtures/make-overlap-scores.py` with sacrebleu and rouge_score. */
const FIXTURES = JSON.parse(
  readFileSync(new URL('../../../fixtures/generated/overlap-scores.json', import.meta.url), 'utf8'),
) as Fixtures;

const TYPES: readonly RougeType[] = ['rouge1', 'rouge2', 'rougeL'];
const TOLERANCE = 1e-6;

test('BLEU of 560 pairs is what sacrebleu says, in all alphabets, of nothing and of punctuation alone', () => {
  expect(FIXTURES.pairs).toHaveLength(560);
  const wrong = FIXTURES.pairs.filter((pair) => !(Math.abs(sentenceBleu(pair) * 100 - pair.bleu) < TOLERANCE));
  expect(wrong).toEqual([]);
});

test('BLEU of a corpus is what sacrebleu says, also where it is too short for an order', () => {
  const { pairs, corpora, tiny_corpora: tiny } = FIXTURES;
  const wrong = [...corpora, ...tiny].filter(
    ({ from, to, bleu: expected }) => !(Math.abs(corpusBleu(pairs.slice(from, to)) * 100 - expected) < TOLERANCE),
  );
  expect(wrong).toEqual([]);
  expect(tiny.filter((corpus) => corpus.bleu === 0).length).toBeGreaterThan(5);
});

test('ROUGE-1, ROUGE-2 and ROUGE-L of 560 pairs are what rouge_score says, with stems and without', () => {
  const wrong = FIXTURES.pairs.filter(({ output, references, rouge: plain, stemmed }) =>
    TYPES.some((type, at) => {
      const [asIs, byStems] = [false, true].map((useStemmer) => rougeScore(type, output, references[0]!, useStemmer));
      return !isClose(asIs!, plain[at]!) || !isClose(byStems!, stemmed[at]!);
    }),
  );
  expect(wrong).toEqual([]);
});

test('stems of English words are those that NLTK finds', () => {
  const wrong = Object.entries(FIXTURES.stems).filter(([word, stem]) => porterStem(word) !== stem);
  expect(wrong).toEqual([]);
});

test('of several references BLEU takes all and ROUGE the best', async () => {
  const row = { outputs: 'the cat sat', expectations: { expected_response: ['a dog ran', 'the cat sat'] } };
  expect((await scored(rouge({ type: 'rouge2', threshold: 0.9 }), row)).rouge2).toMatchObject({
    value: 1,
    passed: true,
  });
  const { value } = (await scored(bleu(), row)).bleu ?? {};
  expect(value).toBeCloseTo(1, 12);
});

function isClose({ precision, recall, f1 }: RougeScore, expected: Parts): boolean {
  return [precision, recall, f1].every((part, at) => Math.abs(part - expected[at]!) < TOLERANCE);
}
