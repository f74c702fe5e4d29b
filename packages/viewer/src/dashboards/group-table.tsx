import type { AggregateAnswer, AggregateGroup } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import { Cost } from '../ui/cost.tsx';
import { DataTable } from '../ui/data-table.tsx';
import type { DashState } from './dash-state.ts';
import { formatFigure } from './figure.ts';
import { groupName, groupTraces } from './group-key.ts';
import style from './group-table.module.css';
import { errorRate } from './time-charts.ts';
import { tracesBehind } from './traces-behind.ts';
import { useScores } from './use-scores.ts';

/** Of all groups, besides their score. */
const COLUMNS = [
  ...['Count', 'Failed', 'p50', 'p95', 'p99', 'First token p95', 'Tokens/s'],
  ...['Tokens in', 'Tokens out', 'Cost', 'Cost each'],
];

export interface GroupTableProps {
  readonly answer: AggregateAnswer;
  readonly state: DashState;
  /** Name of the feedback that is shown as a score; undefined: there is none. */
  readonly score: string | undefined;
  readonly nowMs: number;
}

/** Every group with all its figures. */
export function GroupTable({ answer, state, score, nowMs }: GroupTableProps): VNode {
  const conditions = useMemo(
    () => answer.groups.map(({ key }) => groupTraces(state.split, key)),
    [answer, state.split],
  );
  const scores = useScores(state, score, conditions, nowMs);
  const left = answer.groupCount - answer.groups.length;
  return (
    <section aria-label="Groups">
      <DataTable
        caption={`By ${state.split}`}
        isCaptionHidden
        columns={[
          { title: `${state.split[0]?.toUpperCase()}${state.split.slice(1)}` },
          ...[...COLUMNS, ...(score === undefined ? [] : [score])].map((title) => ({ title, isNumber: true })),
        ]}
        rows={answer.groups.map((group, at) => [
          ...rowOf(group, state),
          ...(score === undefined ? [] : [formatFigure('number', scores[at])]),
        ])}
      />
      {left > 0 && <p class={style.left}>{formatCount(left)} more with fewer calls are not listed.</p>}
    </section>
  );
}

function rowOf(group: AggregateGroup, state: DashState): readonly (VNode | string)[] {
  const { key, count, errors, durationMs, ttftMs, tokensPerSecond, inputTokens, outputTokens, costUsd } = group;
  const hasUsage = inputTokens !== null || outputTokens !== null;
  return [
    <Link key="group" href={tracesBehind(state, { group: key })}>
      {groupName(state.split, key)}
    </Link>,
    formatCount(count),
    errors === 0 ? (
      '0'
    ) : (
      <Link key="errors" href={tracesBehind(state, { group: key, also: 'status = error' })}>
        {formatCount(errors)} ({formatFigure('share', errorRate(group))})
      </Link>
    ),
    formatFigure('ms', durationMs?.p50),
    formatFigure('ms', durationMs?.p95),
    formatFigure('ms', durationMs?.p99),
    formatFigure('ms', ttftMs?.p95),
    formatFigure('perSecond', tokensPerSecond?.p50),
    formatFigure('count', inputTokens),
    formatFigure('count', outputTokens),
    <Cost key="cost" usd={costUsd} isPartial={group.isCostPartial} hasUsage={hasUsage} />,
    formatFigure('usd', costUsd === null ? null : costUsd / count),
  ];
}
