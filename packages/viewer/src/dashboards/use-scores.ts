import type { FeedbackSummary, Page } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../api/request.ts';
import { feedbackQuestion } from './dash-questions.ts';
import type { DashState } from './dash-state.ts';

/** Sets of traces whose feedback is asked for: each takes a question. */
const MAX_SETS = 8;
/** Scores move slowly: a moment up to which they are told holds for so long. */
const STEP_MS = 300_000;

/**
 * Means of the feedback of one name over several sets of traces, in their order; empty until they are known, null where
 * there is none.
 *
 * @param name Undefined: nothing is asked.
 * @param conditions What makes each set, in the filter language of traces; only the first few are asked for.
 */
export function useScores(
  state: DashState,
  name: string | undefined,
  conditions: readonly string[],
  nowMs: number,
): readonly (number | null)[] {
  const [summaries, setSummaries] = useState<readonly (readonly FeedbackSummary[])[]>([]);
  const asOfMs = Math.floor(nowMs / STEP_MS) * STEP_MS;
  const questions =
    name === undefined
      ? []
      : conditions.slice(0, MAX_SETS).map((condition) => feedbackQuestion(state, condition, asOfMs));
  useEffect(() => {
    const stop = new AbortController();
    Promise.all(questions.map((path) => getJson<Page<FeedbackSummary>>(path, stop.signal))).then(
      (pages) => setSummaries(pages.map(({ items }) => items)),
      // The page says that the collector is gone; what is shown stays.
      () => undefined,
    );
    return () => stop.abort();
  }, [questions.join(' ')]);
  return summaries.map((items) => items.find((summary) => summary.name === name)?.mean ?? null);
}

/** Name of the feedback that is shown as a score: the chosen one, else the first that has numbers. */
export function scoreName(feedback: readonly FeedbackSummary[], chosen: string | undefined): string | undefined {
  const scored = feedback.filter(({ mean }) => mean !== null);
  return (scored.find(({ name }) => name === chosen) ?? scored[0])?.name;
}
