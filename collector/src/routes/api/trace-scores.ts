import type { FeedbackValue, TraceScore } from '@tracewright/schema';
import type { Judgement } from '../../storage/tracking/trace-notes/trace-note-store.ts';

/** What was said of a trace and its spans, name by name in the order in which they came up. @param judgements oldest first */
export function traceScores(judgements: readonly Judgement[]): readonly TraceScore[] {
  const byName = Map.groupBy(judgements, ({ name }) => name);
  return [...byName].map(([name, of]) => ({ name, value: togetherOf(of.map(({ value }) => value)), count: of.length }));
}

/** @param values at least one, the newest last */
function togetherOf(values: readonly FeedbackValue[]): FeedbackValue {
  const last = values.at(-1)!;
  const isMixed = values.some((value) => value !== last);
  if (!isMixed || values.some((value) => typeof value === 'string')) return last;
  return values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length;
}
