import { nGrams, sharedGrams } from './n-grams.ts';
import { tokens13a } from './tokens-13a.ts';

const MAX_ORDER = 4;

/** A text to be judged, and texts that would be right. */
export interface BleuPair {
  readonly output: string;
  /** At least one. */
  readonly references: readonly string[];
}

interface Statistics {
  outputLength: number;
  referenceLength: number;
  /** By order, from 1 on. */
  readonly matches: number[];
  readonly totals: number[];
}

/**
 * BLEU of one text, 0…1: sacrebleu's `sentence_bleu` over 100, with its tokenizer 13a, exponential smoothing and
 * effective order.
 */
export function sentenceBleu(pair: BleuPair): number {
  return scoreOf(statisticsOf(pair), true);
}

/** BLEU of many texts together, 0…1: sacrebleu's `corpus_bleu` over 100. It is not the mean of its sentences. */
export function corpusBleu(pairs: Iterable<BleuPair>): number {
  const sum: Statistics = { outputLength: 0, referenceLength: 0, matches: [0, 0, 0, 0], totals: [0, 0, 0, 0] };
  for (const pair of pairs) {
    const { outputLength, referenceLength, matches, totals } = statisticsOf(pair);
    sum.outputLength += outputLength;
    sum.referenceLength += referenceLength;
    for (let at = 0; at < MAX_ORDER; at++) {
      sum.matches[at]! += matches[at]!;
      sum.totals[at]! += totals[at]!;
    }
  }
  return scoreOf(sum, false);
}

function statisticsOf({ output, references }: BleuPair): Statistics {
  const tokens = tokens13a(output);
  const expected = references.map(tokens13a);
  const matches: number[] = [];
  const totals: number[] = [];
  for (let n = 1; n <= MAX_ORDER; n++) {
    matches.push(sharedGrams(nGrams(tokens, n), mostOf(expected.map((reference) => nGrams(reference, n)))));
    totals.push(Math.max(0, tokens.length - n + 1));
  }
  return { outputLength: tokens.length, referenceLength: closest(tokens.length, expected), matches, totals };
}

/** Each gram as often as in the reference that has most of it. */
function mostOf(references: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const grams of references) {
    for (const [gram, count] of grams) most.set(gram, Math.max(count, most.get(gram) ?? 0));
  }
  return most;
}

/** Of two that differ alike, the shorter. */
function closest(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length);
  return lengths.reduce((best, one) => {
    const [before, now] = [Math.abs(length - best), Math.abs(length - one)];
    return now < before || (now === before && one < best) ? one : best;
  });
}

function scoreOf({ outputLength, referenceLength, matches, totals }: Statistics, isSentence: boolean): number {
  if (matches.every((count) => count === 0)) return 0;
  const brevity = outputLength < referenceLength ? Math.exp(1 - referenceLength / outputLength) : 1;
  let logSum = 0;
  let smoothing = 1;
  let order = 0;
  for (let at = 0; at < MAX_ORDER && totals[at]! > 0; at++) {
    // Each order without a match counts half of the one before.
    if (matches[at] === 0) smoothing *= 2;
    logSum += Math.log(matches[at] === 0 ? 1 / (smoothing * totals[at]!) : matches[at]! / totals[at]!);
    order += 1;
  }
  // Texts too short for an order count without it alone, and in a corpus that is as short as nothing.
  if (!isSentence && order < MAX_ORDER) return 0;
  return brevity * Math.exp(logSum / order);
}
