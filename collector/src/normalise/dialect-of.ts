import type { Attributes } from '../otlp/attributes.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { mlflow } from './mlflow.ts';
import { ofKeys } from './of-keys.ts';
import { openinference } from './openinference.ts';
import { openllmetry } from './openllmetry.ts';
import { plain } from './plain.ts';
import type { Dialect } from './step-facts.ts';
import { tracewright } from './tracewright.ts';
import { vercel } from './vercel.ts';

/** Attributes that only one dialect's own senders set. Several may be there; the first in this list decides. */
const MARKS: readonly (readonly [string, Dialect])[] = [
  ['openinference.span.kind', openinference],
  ['langsmith.span.kind', langsmith],
  ['langfuse.observation.type', langfuse],
  ['mlflow.spanType', mlflow],
  ['ai.operationId', vercel],
  ['traceloop.span.kind', openllmetry],
  ['llm.request.type', openllmetry],
];

const RANK: ReadonlyMap<string, number> = new Map(MARKS.map(([key], rank) => [key, rank]));

/**
 * Picks the dialect of a span by the names of its attributes. A span of ours may carry another dialect's attributes
 * beside its own, so ours come first; most others add some of the GenAI conventions' to theirs, so these come last.
 */
export function dialectOf({ keys }: Attributes): Dialect {
  return dialectOfKeys(keys);
}

const dialectOfKeys = ofKeys((keys): Dialect => {
  let rank = MARKS.length;
  let isGenAi = false;
  for (const key of keys) {
    if (key.startsWith('tracewright.')) return tracewright;
    rank = Math.min(rank, RANK.get(key) ?? rank);
    isGenAi ||= key.startsWith('gen_ai.');
  }
  return MARKS[rank]?.[1] ?? (isGenAi ? tracewright : plain);
});
