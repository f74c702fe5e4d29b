import type { TraceDetail } from '@tracewright/schema';
import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Cost } from '../ui/cost.tsx';
import { IconLink } from '../ui/icon-button.tsx';
import { StatusMark } from '../ui/status.tsx';
import type { TraceModel } from './model/trace-model.ts';
import { traceTotals } from './model/trace-totals.ts';
import style from './trace-header.module.css';
import { TraceLabels } from './trace-labels.tsx';

export function TraceHeader({ trace, model }: { readonly trace: TraceDetail; readonly model: TraceModel }): VNode {
  const { toolCount, firstTokenUs } = useMemo(() => traceTotals(model), [model]);
  const startMs = epochMs(trace.startNs);
  const hasTokens = trace.inputTokens !== null || trace.outputTokens !== null;
  return (
    <header class={style.header}>
      <div class={style.line}>
        <IconLink icon="back" label="Back to the traces" href="/traces" class={style.back} />
        <h1 class={style.name} title={trace.name}>
          {trace.name || '(no name)'}
        </h1>
        <StatusMark status={model.isRunning ? 'running' : trace.status} />
        <span class={style.meta}>
          <time title={formatIso(startMs)}>{formatMoment(startMs, Date.now())}</time>
          {trace.service !== null && <span class={style.service}>{trace.service}</span>}
          <code class={style.id}>{trace.traceId.slice(0, 8)}</code>
          <CopyButton text={trace.traceId} label="the trace id" />
        </span>
      </div>
      <dl class={style.stats}>
        <Stat label="Duration">
          {formatDuration(model.totalUs)}
          <Beyond model={model} />
        </Stat>
        {firstTokenUs !== undefined && (
          <Stat label="First token" title="From the start of the trace to the first token of any model call">
            {formatDuration(firstTokenUs)}
          </Stat>
        )}
        <Stat label="LLM calls">{formatCount(trace.llmCount)}</Stat>
        <Stat label="Tools">{formatCount(toolCount)}</Stat>
        {hasTokens && (
          <Stat
            label={trace.isUsageEstimated ? 'Tokens in / out, estimated' : 'Tokens in / out'}
            title={trace.isUsageEstimated ? 'The provider did not report all of the usage' : undefined}
          >
            {trace.isUsageEstimated && '≈ '}
            {trace.inputTokens === null ? '–' : formatCount(trace.inputTokens)} /{' '}
            {trace.outputTokens === null ? '–' : formatCount(trace.outputTokens)}
          </Stat>
        )}
        <Stat label={trace.isCostPartial && trace.costUsd !== null ? 'Cost, at least' : 'Cost'}>
          <Cost usd={trace.costUsd} isPartial={trace.isCostPartial} hasUsage={hasTokens} />
        </Stat>
        {trace.errorCount > 0 && (
          <Stat label="Errors">
            <span class={style.errors}>{formatCount(trace.errorCount)}</span>
          </Stat>
        )}
      </dl>
      <TraceLabels trace={trace} />
    </header>
  );
}

/** What lies outside the root is told from this part of its length on; less is what it takes to end two spans. */
const TELLING_SHARE = 0.01;

/** What of the timeline the duration leaves out: it is the root's alone. */
function Beyond({ model: { interval, skeleton, totalUs } }: { readonly model: TraceModel }): VNode | null {
  const beforeUs = interval.startUs;
  const afterUs = skeleton.durationUs - interval.endUs;
  const isTelling = (us: number) => us >= totalUs * TELLING_SHARE;
  const parts = [
    isTelling(afterUs) && `+${formatDuration(afterUs)} after the root`,
    isTelling(beforeUs) && `${formatDuration(beforeUs)} before the root`,
  ].filter((part) => part !== false);
  if (interval.root === -1 || parts.length === 0) return null;
  return (
    <span class={style.beyond} title="Spans that ran outside the root: the duration is the root's alone">
      {parts.join(', ')}
    </span>
  );
}

interface StatProps {
  readonly label: string;
  readonly title?: string | undefined;
  readonly children: ComponentChildren;
}

function Stat({ label, title, children }: StatProps): VNode {
  return (
    <div class={style.stat} title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
