import { type Answer, useAsked } from '../../api/use-answer.ts';
import { getRuns, searchRuns } from '../api/runs.ts';
import { type ListedRun, listedRun } from '../runs/listed-run.ts';
import { searchOf } from '../runs/runs-url.ts';
import { type CompareQuery, comparedIds, MAX_COMPARED } from './compare-url.ts';

export interface ComparedRuns {
  readonly answer: Answer<readonly ListedRun[]>;
  /** Whether the experiment has, or the URL names, more than are compared. */
  readonly hasMore: boolean;
}

/** The runs that a URL names, in its order, or the first ones of an experiment. */
export function useComparedRuns({ runs, experiment, q, sort }: CompareQuery): ComparedRuns {
  const question = runs || experiment ? `${runs} ${experiment} ${sort} ${q}` : undefined;
  const answer = useAsked(question, async (abort) => {
    const { ids, hasMore } = comparedIds(runs);
    if (ids.length > 0) return { items: (await getRuns(ids, abort)).map(listedRun), hasMore };
    const found = await searchRuns(searchOf(experiment ?? '', { q, sort }), MAX_COMPARED);
    return { items: found.items.map(listedRun), hasMore: found.nextToken !== undefined };
  });
  const value = question === undefined ? [] : answer.value?.items;
  return { answer: { ...answer, value }, hasMore: answer.value?.hasMore ?? false };
}
