import type { AggregateGroup } from '@tracewright/schema';
import type { ComponentChildren, VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import { Cost } from '../ui/cost.tsx';
import type { DashState } from './dash-state.ts';
import { formatFigure } from './figure.ts';
import style from './key-figures.module.css';
import { errorRate } from './time-charts.ts';
import { rangeSeconds, tracesBehind } from './traces-behind.ts';

export interface KeyFiguresProps {
  readonly total: AggregateGroup;
  readonly state: DashState;
  readonly nowMs: number;
}

/** The figures of everything that the page is about. */
export function KeyFigures({ total, state, nowMs }: KeyFiguresProps): VNode {
  const noun = { llm: 'LLM calls', steps: 'Steps', traces: 'Traces' }[state.subject];
  const seconds = rangeSeconds(state, nowMs);
  const { durationMs, ttftMs, tokensPerSecond, inputTokens, outputTokens } = total;
  return (
    <dl class={style.figures}>
      <Figure label={noun} href={tracesBehind(state, {})} note={seconds && perTime(total.count / seconds)}>
        {formatCount(total.count)}
      </Figure>
      <Figure
        label="Failed"
        href={tracesBehind(state, { also: 'status = error' })}
        note={formatFigure('share', errorRate(total))}
      >
        <span class={total.errors > 0 ? style.failed : undefined}>{formatCount(total.errors)}</span>
      </Figure>
      <Figure
        label="Latency p50"
        note={`p95 ${formatFigure('ms', durationMs?.p95)}, p99 ${formatFigure('ms', durationMs?.p99)}`}
      >
        {formatFigure('ms', durationMs?.p50)}
      </Figure>
      {state.subject !== 'traces' && (
        <Figure
          label="First token p50"
          note={`p95 ${formatFigure('ms', ttftMs?.p95)}, p99 ${formatFigure('ms', ttftMs?.p99)}`}
        >
          {formatFigure('ms', ttftMs?.p50)}
        </Figure>
      )}
      {state.subject !== 'traces' && (
        <Figure label="Output tokens, p50" note="from the first token on">
          {formatFigure('perSecond', tokensPerSecond?.p50)}
        </Figure>
      )}
      <Figure label="Tokens in / out">
        {formatFigure('count', inputTokens)} / {formatFigure('count', outputTokens)}
      </Figure>
      <Figure
        label={total.isCostPartial && total.costUsd !== null ? 'Cost, at least' : 'Cost'}
        note={total.costUsd !== null && total.count > 0 && `${formatFigure('usd', total.costUsd / total.count)} each`}
      >
        <Cost
          usd={total.costUsd}
          isPartial={total.isCostPartial}
          hasUsage={inputTokens !== null || outputTokens !== null}
        />
      </Figure>
    </dl>
  );
}

/** A rate in the unit in which it is at least one. */
function perTime(perSecond: number): string {
  if (perSecond >= 1) return `${perSecond.toPrecision(3)} a second`;
  if (perSecond * 60 >= 1) return `${(perSecond * 60).toPrecision(3)} a minute`;
  return `${formatCount(Math.round(perSecond * 86_400))} a day`;
}

interface FigureProps {
  readonly label: string;
  readonly href?: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
}

function Figure({ label, href, note, children }: FigureProps): VNode {
  return (
    <div class={style.figure}>
      <dt class={style.label}>{label}</dt>
      <dd class={style.value}>{href === undefined ? children : <Link href={href}>{children}</Link>}</dd>
      {note ? <dd class={style.note}>{note}</dd> : null}
    </div>
  );
}
