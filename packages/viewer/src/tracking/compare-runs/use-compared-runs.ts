import { type Answer, useAsked } from '../../api/use-answer.ts';
import { getRuns, searchRuns } from '../api/runs.ts';
import { type ListedRun, listedRun } from '../runs/listed-run.ts';
import { searchOf } from '../runs/runs-url.ts';
import { type CompareQuery, listed } from './compare-url.ts';

/** Runs that are compared at once. */
export const MAX_COMPARED = 1_000;

export interface ComparedRuns {
  readonly answer: Answer<readonly ListedRun[]>;
  /** Whether the experiment has more than are compared. */
  readonly hasMore: boolean;
}

/** The runs that a URL names, in its order, or the first ones of an experiment. */
export function useComparedRuns({ runs, experiment, q, sort }: CompareQuery): ComparedRuns {
  const question = runs || experiment ? `${runs} ${experiment} ${sort} ${q}` : undefined;
  const answer = useAsked(question, async (abort) => {
    const ids = listed(runs).slice(0, MAX_COMPARED);
    if (ids.length > 0) return { items: (await getRuns(ids, abort)).map(listedRun), hasMore: false };
    const found = await searchRuns(searchOf(experiment ?? '', { q, sort }), MAX_COMPARED);
    return { items: found.items.map(listedRun), hasMore: found.nextToken !== undefined };
  });
  const value = question === undefined ? [] : answer.value?.items;
  return { answer: { ...answer, value }, hasMore: answer.value?.hasMore ?? false };
}
