import type { AggregateAnswer } from '@tracewright/schema';
import { useMemo } from 'preact/hooks';
import { askedSpans, isFromNow } from '../api/asked.ts';
import { type Answer, useAnswer } from '../api/use-answer.ts';
import { useNow } from '../url/use-now.ts';
import type { StepGroup } from './steps-url.ts';

const REFRESH_MS = 30_000;
const MAX_STEPS = 1_000;

/** The figures of a group by step. @param group Undefined: nothing is asked. */
export function useStepFigures(group: StepGroup | undefined): Answer<AggregateAnswer> {
  const { filter, model, from, to } = group?.filter ?? {};
  const nowMs = useNow(group && isFromNow(group.filter) ? REFRESH_MS : undefined);
  const path = useMemo(() => {
    if (!group) return undefined;
    const query = askedSpans({ filter, model, from, to }, '', nowMs);
    query.set('by', 'path,kind');
    query.set('attribution', '1');
    query.set('order', 'criticalShare');
    query.set('limit', String(MAX_STEPS));
    return `/api/v1/aggregates?${query}`;
  }, [group === undefined, filter, model, from, to, nowMs]);
  return useAnswer(path, REFRESH_MS);
}
