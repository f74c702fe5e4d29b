import type { DriftMeasure } from '@tracewright/schema';
import { type Grouping, jensenShannon, ksDistance, quantile } from '@tracewright/statistics';
import { languageOf, wordsIn } from './language-of.ts';
import { measured, tooFew } from './measured.ts';

/** Fewer prompts on either side say nothing. */
export const MIN_PROMPTS = 30;
/** Of a prompt. */
const MAX_WORDS = 500;

/** How far prompts have drifted in length, language and words. */
export function measurePrompts(reference: readonly string[], current: readonly string[]): readonly DriftMeasure[] {
  if (reference.length < MIN_PROMPTS || current.length < MIN_PROMPTS) {
    return [
      tooFew('length', 'ks', MIN_PROMPTS),
      tooFew('language', 'js', MIN_PROMPTS),
      tooFew('vocabulary', 'js', MIN_PROMPTS),
    ];
  }
  return [lengthDrift(reference, current), languageDrift(reference, current), wordDrift(reference, current)];
}

function lengthDrift(reference: readonly string[], current: readonly string[]): DriftMeasure {
  const [before, now] = [reference, current].map((texts) => texts.map((text) => text.length)) as [number[], number[]];
  const note = `median of ${Math.round(quantile(before, 0.5))} characters before, ${Math.round(quantile(now, 0.5))} now`;
  return measured('length', 'ks', [before.length, now.length], ksDistance([...before, ...now]), note);
}

function languageDrift(reference: readonly string[], current: readonly string[]): DriftMeasure {
  const languages = [...reference, ...current].map(languageOf);
  const note = movedMost(languages, reference.length, (share) => `${Math.round(share * 100)} %`);
  return measured('language', 'js', [reference.length, current.length], classDistance(languages, jensenShannon), note);
}

function wordDrift(reference: readonly string[], current: readonly string[]): DriftMeasure {
  const numbers = new Map<string, number>();
  const texts = [...reference, ...current].map((text) =>
    Uint32Array.from(wordsIn(text, MAX_WORDS), (word) => {
      const known = numbers.get(word) ?? numbers.size;
      numbers.set(word, known);
      return known;
    }),
  );
  const words = [...numbers.keys()];
  const total = countWords(texts, words.length, () => true);
  const distance = (grouping: Grouping): number => {
    const second = countWords(texts, words.length, (index) => grouping[index] === 1);
    return jensenShannon(
      total.map((count, word) => count - second[word]!),
      second,
    );
  };
  const now = countWords(texts, words.length, (index) => index >= reference.length);
  const note = risenWords(words, total, now);
  return measured('vocabulary', 'js', [reference.length, current.length], distance, note);
}

function countWords(texts: readonly Uint32Array[], size: number, isMeant: (index: number) => boolean): Float64Array {
  const counts = new Float64Array(size);
  texts.forEach((words, index) => {
    if (isMeant(index)) for (const word of words) counts[word]! += 1;
  });
  return counts;
}

/** Makes the distance between the classes of two groups. */
export function classDistance(
  classes: readonly string[],
  distance: (first: readonly number[], second: readonly number[]) => number,
): (grouping: Grouping) => number {
  const names = [...new Set(classes)];
  const numbers = classes.map((name) => names.indexOf(name));
  return (grouping) => {
    const counts = [names.map(() => 0), names.map(() => 0)] as const;
    numbers.forEach((number, index) => {
      counts[grouping[index] === 1 ? 1 : 0][number]! += 1;
    });
    return distance(counts[0], counts[1]);
  };
}

/** The class whose share has moved most. */
export function movedMost(
  classes: readonly string[],
  referenceCount: number,
  shown: (share: number) => string,
): string {
  const share = (of: readonly string[], name: string): number => of.filter((one) => one === name).length / of.length;
  const [before, now] = [classes.slice(0, referenceCount), classes.slice(referenceCount)];
  const moves = [...new Set(classes)].map((name) => ({ name, before: share(before, name), now: share(now, name) }));
  const [most] = moves.sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before));
  return most === undefined ? '' : `${most.name}: ${shown(most.before)} before, ${shown(most.now)} now`;
}

/** Words whose share has risen most. */
function risenWords(words: readonly string[], total: Float64Array, now: Float64Array): string {
  const [all, current] = [total, now].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [
    number,
    number,
  ];
  const before = Math.max(1, all - current);
  const risen = words
    .map((word, index) => ({ word, rise: now[index]! / Math.max(1, current) - (total[index]! - now[index]!) / before }))
    .sort((a, b) => b.rise - a.rise)
    .filter(({ word, rise }) => rise > 0 && word.length > 2)
    .slice(0, 5);
  return risen.length === 0 ? '' : `more of: ${risen.map(({ word }) => word).join(', ')}`;
}
