import type { FeedbackSummary, Page } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../api/request.ts';
import { filterValue } from '../format/filter-literal.ts';
import { feedbackQuestion } from './dash-questions.ts';
import type { DashState } from './dash-state.ts';
import type { ModelId } from './model-point.ts';

/** Models whose feedback is asked for: each takes a question. */
const MAX_MODELS = 8;
/** Scores move slowly: a moment up to which they are told holds for so long. */
const STEP_MS = 300_000;

/**
 * What was said about the traces of each model, by its place; empty until it is known. The models of a trace are known
 * without a look at its spans, whoever provides them.
 */
export function useModelScores(
  state: DashState,
  models: readonly ModelId[],
  isWanted: boolean,
  nowMs: number,
): readonly (readonly FeedbackSummary[])[] {
  const [scores, setScores] = useState<readonly (readonly FeedbackSummary[])[]>([]);
  const asOfMs = Math.ceil(nowMs / STEP_MS) * STEP_MS;
  const questions = isWanted
    ? models.slice(0, MAX_MODELS).map(({ model }) => feedbackQuestion(state, `model = ${filterValue(model)}`, asOfMs))
    : [];
  useEffect(() => {
    const stop = new AbortController();
    Promise.all(questions.map((path) => getJson<Page<FeedbackSummary>>(path, stop.signal))).then(
      (pages) => setScores(pages.map(({ items }) => items)),
      // The page says that the collector is gone; what is shown stays.
      () => undefined,
    );
    return () => stop.abort();
  }, [questions.join(' ')]);
  return scores;
}
