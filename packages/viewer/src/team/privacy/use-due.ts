import type { ExperimentRetention, RetentionDue, RetentionPreview } from '@tracewright/schema';
import { getJson } from '../../api/request.ts';
import { useAsked } from '../../api/use-answer.ts';
import { formatCount } from '../../format/number.ts';
import { formatQuery } from '../../url/query.ts';
import { RULES } from './retention-rules.ts';

/** Experiments that the collector takes in one address. */
const MAX_NAMED = 200;

/**
 * How many traces rules would delete if they were applied now, as texts, by one question for all that are shown.
 *
 * @param rules As they are now: where one changes all are asked about anew.
 * @param shown Ids of experiments.
 */
export function useDue(
  rules: readonly ExperimentRetention[],
  shown: readonly string[],
): (experimentId: string) => string {
  const experimentIds = shown.length > MAX_NAMED ? undefined : shown.join(',');
  const path = `${RULES}/due${formatQuery({ experimentIds })}`;
  const question = rules.length > 0 && shown.length > 0 ? `${path} ${JSON.stringify(rules)}` : undefined;
  const { value, failure } = useAsked(question, (abort) => getJson<RetentionDue>(path, abort));
  return (experimentId) => {
    const due = value?.items.find((item) => item.experimentId === experimentId);
    if (due) return dueCount(due);
    return failure ? failure.message : '…';
  };
}

export function dueCount({ traceCount, isEstimate }: RetentionPreview): string {
  return `${isEstimate ? 'about ' : ''}${formatCount(traceCount)}`;
}
