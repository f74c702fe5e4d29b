import type { FullText } from '../../../../filter/expression.ts';
import { wordsOf } from '../../../../filter/words.ts';
import { MAX_CHUNK_SPANS } from '../chunk/chunk-plan.ts';
import { MAX_TERM_UNITS, termOf } from './term-blocks.ts';
import type { IndexedChunk, TextTable } from './text-table.ts';
import { TraceSet } from './trace-set.ts';

/** The traces that say something: all that do are among `possible`, and all of `definite` do. */
export interface TextMatch {
  readonly possible: TraceSet;
  readonly definite: TraceSet;
  /** Whether both are the same. */
  readonly isExact: boolean;
}

/** What is looked for among chunks. */
export interface Sought {
  /** At least one, as they are kept: a trace that passes has all of them. */
  readonly terms: readonly string[];
  /** Whether the last one may go on. */
  readonly isPrefix: boolean;
  /** Whether every trace that has them passes. */
  readonly isCertain: boolean;
  /** Of a single one that may go on, which of the terms that it may go on to are meant; all where it is left out. */
  readonly accepts?: (term: string) => boolean;
}

/**
 * One word is found for certain; of several it is known only that a trace has all of them, not that they follow each
 * other.
 */
export function soughtText({ text, isPrefix }: FullText): Sought {
  const words = wordsOf(text);
  // A longer one may have been cut, by one unit more where a character has two.
  const isCertain = words.length === 1 && words[0]!.length < MAX_TERM_UNITS - 1;
  return { terms: words.map(termOf), isPrefix, isCertain };
}

/** Finds traces among chunks. @param unread traces with spans in other chunks, which may say anything */
export function searchChunks(
  chunks: readonly IndexedChunk[],
  table: TextTable,
  sought: Sought,
  unread: TraceSet,
): TextMatch {
  const { isPrefix, isCertain, accepts } = sought;
  const last = sought.terms.length - 1;
  const terms = sought.terms.map((term) => new TextEncoder().encode(term));
  const found = new TraceSet();
  const unsure = new TraceSet();
  // A chunk has at most as many traces as spans.
  const marks = new Uint8Array(MAX_CHUNK_SPANS);
  const more = new Uint8Array(MAX_CHUNK_SPANS);
  for (const chunk of chunks) {
    const { traces } = chunk;
    const mine = marks.subarray(0, traces.length).fill(0);
    for (const place of chunk.unsure) unsure.add(traces[place]!);
    if (accepts !== undefined) table.markAccepted(chunk, terms[0]!, accepts, mine);
    else table.mark(chunk, terms[0]!, isPrefix && last === 0, mine);
    for (let index = 1; index <= last && mine.includes(1); index++) {
      more.fill(0, 0, traces.length);
      table.mark(chunk, terms[index]!, isPrefix && last === index, more);
      for (const place of mine.keys()) mine[place]! &= more[place]!;
    }
    for (let place = mine.indexOf(1); place >= 0; place = mine.indexOf(1, place + 1)) found.add(traces[place]!);
  }
  // Traces that are gone have the number 0.
  found.delete(0);
  unsure.delete(0);
  const possible = new TraceSet();
  for (const set of [found, unsure, unread]) possible.addAll(set);
  const definite = isCertain ? found : new TraceSet();
  return { possible, definite, isExact: isCertain && possible.size === found.size };
}
