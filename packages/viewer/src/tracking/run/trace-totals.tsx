import type { AggregateAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useAnswer } from '../../api/use-answer.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { Cost } from '../../ui/cost.tsx';
import { formatQuery } from '../../url/query.ts';
import style from './run-traces.module.css';

export interface TraceTotalsProps {
  /** In the filter language of traces. */
  readonly filter: string;
  /** How many traces there are. */
  readonly count: number;
  readonly refreshMs: number | undefined;
}

/** What the traces of a filter took together. */
export function TraceTotals({ filter, count, refreshMs }: TraceTotalsProps): VNode {
  const path = `/api/v1/aggregates${formatQuery({ of: 'traces', filter, limit: '1' })}`;
  const total = useAnswer<AggregateAnswer>(path, refreshMs).value?.total;
  const tokens = (figure: number | null | undefined) =>
    figure === null || figure === undefined ? '–' : formatCount(figure);
  const duration = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms * 1_000));
  const facts: readonly (readonly [string, VNode | string])[] = [
    ['Traces', formatCount(count)],
    ['Errors', total ? formatCount(total.errors) : '–'],
    ['Latency p50', duration(total?.durationMs?.p50)],
    ['Latency p95', duration(total?.durationMs?.p95)],
    ['Tokens in', tokens(total?.inputTokens)],
    ['Tokens out', tokens(total?.outputTokens)],
    [
      'Cost',
      total ? (
        <Cost
          key="cost"
          usd={total.costUsd}
          isPartial={total.isCostPartial}
          hasUsage={total.inputTokens !== null || total.outputTokens !== null}
        />
      ) : (
        '–'
      ),
    ],
  ];
  return (
    <dl class={style.totals}>
      {facts.map(([name, value]) => (
        <div key={name} class={style.total}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
