import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { Cost } from '../ui/cost.tsx';
import { StatusMark } from '../ui/status.tsx';
import style from './compare-header.module.css';
import type { ComparedSide, Comparison } from './comparison.ts';

export interface CompareHeaderProps {
  readonly comparison: Comparison;
  readonly onSwap: () => void;
}

export function CompareHeader({ comparison: { a, b }, onSwap }: CompareHeaderProps): VNode {
  return (
    <header class={style.header}>
      <h1 class="visually-hidden">Compare two traces</h1>
      <Side letter="A" side={a} />
      <button type="button" class={style.swap} title="Swap the two traces (s)" onClick={onSwap}>
        <span aria-hidden="true">⇄</span>
        <span class="visually-hidden">Swap the two traces</span>
      </button>
      <Side letter="B" side={b} />
    </header>
  );
}

function Side({ letter, side: { summary } }: { readonly letter: 'A' | 'B'; readonly side: ComparedSide }): VNode {
  const { traceId, name, status, durationMs, inputTokens, outputTokens, models, spanCount } = summary;
  const startMs = epochMs(summary.startNs);
  const hasUsage = inputTokens !== null || outputTokens !== null;
  return (
    <section class={style.side} aria-label={`Trace ${letter}`}>
      <p class={style.first}>
        <span class={letter === 'A' ? style.a : style.b}>{letter}</span>
        <Link href={`/traces/${traceId}`} className={style.name}>
          {name || '(no name)'}
        </Link>
        <StatusMark status={status} />
        <span class={style.when} title={formatIso(startMs)}>
          {formatMoment(startMs, Date.now())}
        </span>
      </p>
      <p class={style.facts}>
        <span>{formatDuration(durationMs * 1_000)}</span>
        <span>{formatCount(spanCount)} spans</span>
        {hasUsage && <span>{formatCount((inputTokens ?? 0) + (outputTokens ?? 0))} tokens</span>}
        <Cost usd={summary.costUsd} isPartial={summary.isCostPartial} hasUsage={hasUsage} />
        <span class={style.models}>{models.join(', ')}</span>
      </p>
    </section>
  );
}
