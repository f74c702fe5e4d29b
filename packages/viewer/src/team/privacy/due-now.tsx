import type { RetentionPreview } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useAnswer } from '../../api/use-answer.ts';
import { formatQuery } from '../../url/query.ts';
import { dueCount } from './use-due.ts';

export interface DueNowProps {
  readonly experimentId: string;
  /** Null: for ever. */
  readonly days: number | null;
}

/** How many traces a rule would delete if it were applied now. */
export function DueNow({ experimentId, days }: DueNowProps): VNode {
  const isAsked = days !== null && Number.isInteger(days) && days > 0;
  const query = formatQuery({ experimentId, days: String(days) });
  const answer = useAnswer<RetentionPreview>(isAsked ? `/api/v1/privacy/retention/preview${query}` : undefined);
  if (days === null) return <>none</>;
  if (!isAsked) return <>–</>;
  if (answer.failure) return <>{answer.failure.message}</>;
  if (!answer.value || !answer.isCurrent) return <>…</>;
  return <>{dueCount(answer.value)}</>;
}
