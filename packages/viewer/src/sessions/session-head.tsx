import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { Cost } from '../ui/cost.tsx';
import { IconLink } from '../ui/icon-button.tsx';
import { formatQuery } from '../url/query.ts';
import style from './session-head.module.css';

export interface SessionHeadProps {
  readonly sessionId: string;
  /** As far as they are loaded. */
  readonly traces: readonly TraceSummary[];
  /** How many there are in all. */
  readonly total: number;
}

export function SessionHead({ sessionId, traces, total }: SessionHeadProps): VNode {
  const users = [...new Set(traces.flatMap(({ userId }) => userId ?? []))];
  const errors = traces.filter(({ status }) => status === 'error').length;
  const priced = traces.flatMap(({ costUsd }) => costUsd ?? []);
  const tokens = traces.reduce((sum, trace) => sum + (trace.inputTokens ?? 0) + (trace.outputTokens ?? 0), 0);
  const isPart = traces.length < total;
  return (
    <header class={style.head}>
      <IconLink icon="back" label="All sessions" href="/sessions" />
      <h1 class={style.title}>{sessionId}</h1>
      <dl class={style.facts}>
        {users.length > 0 && <Fact label="User">{users.join(', ')}</Fact>}
        <Fact label="Turns">
          {isPart ? `${formatCount(traces.length)} of ${formatCount(total)}` : formatCount(total)}
        </Fact>
        {errors > 0 && <Fact label="Errors">{formatCount(errors)}</Fact>}
        <Fact label="Time">{formatDuration(traces.reduce((sum, { durationMs }) => sum + durationMs, 0) * 1_000)}</Fact>
        <Fact label="Tokens">{tokens === 0 ? '–' : formatCount(tokens)}</Fact>
        <Fact label="Cost">
          <Cost
            usd={priced.length === 0 ? null : priced.reduce((sum, usd) => sum + usd, 0)}
            isPartial={traces.some(({ isCostPartial }) => isCostPartial)}
            hasUsage={tokens > 0}
          />
        </Fact>
      </dl>
      <Link href={`/traces${formatQuery({ session: sessionId })}`} className={style.list}>
        All its traces
      </Link>
    </header>
  );
}

function Fact(props: { readonly label: string; readonly children: VNode | string }): VNode {
  return (
    <div class={style.fact}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
