import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { Cost } from '../ui/cost.tsx';
import { StatusMark } from '../ui/status.tsx';
import style from './trace-row.module.css';

export interface TraceRowProps {
  readonly trace: TraceSummary;
  /** From 0. */
  readonly row: number;
  readonly topPx: number;
  /** Latency that fills the bar. */
  readonly scaleMs: number;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onOpen: (traceId: string) => void;
  readonly onModel: (model: string) => void;
}

export function TraceRow(props: TraceRowProps): VNode {
  const { trace, row, topPx, scaleMs, isSelected } = props;
  const startMs = epochMs(trace.startNs);
  const open = (event: MouseEvent) => {
    // A link or button in the row answers for itself, and new tabs are the browser's.
    if ((event.target as Element).closest('a, button') || event.ctrlKey || event.metaKey) return;
    props.onOpen(trace.traceId);
  };
  return (
    <div
      class={classNames(style.row, isSelected && style.selected)}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={open}
    >
      <span role="gridcell" class={style.start} title={formatIso(startMs)}>
        {formatMoment(startMs, Date.now())}
      </span>
      <span role="gridcell" class={style.trace}>
        <a
          id={`trace-${trace.traceId}`}
          class={style.name}
          href={`/traces/${trace.traceId}`}
          tabIndex={props.isTabStop ? 0 : -1}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            props.onOpen(trace.traceId);
          }}
        >
          {trace.name || '(no name)'}
        </a>
        {trace.preview !== null && <span class={style.preview}>{trace.preview}</span>}
      </span>
      <span role="gridcell" class={style.status}>
        <StatusMark status={trace.status} />
      </span>
      <span role="gridcell" class={style.latency}>
        <span class={style.track}>
          <span
            class={classNames(style.bar, trace.status === 'error' && style.errorBar)}
            style={{ width: `${Math.min(100, (trace.durationMs / scaleMs) * 100)}%` }}
          />
        </span>
        <span class={style.number}>{formatDuration(trace.durationMs * 1_000)}</span>
      </span>
      <span role="gridcell" class={classNames(style.number, style.spans)}>
        {formatCount(trace.spanCount)}
      </span>
      <span role="gridcell" class={classNames(style.number, style.tokens)}>
        <Tokens trace={trace} />
      </span>
      <span role="gridcell" class={classNames(style.number, style.cost)}>
        <Cost
          usd={trace.costUsd}
          isPartial={trace.isCostPartial}
          hasUsage={trace.inputTokens !== null || trace.outputTokens !== null}
        />
      </span>
      <span role="gridcell" class={style.models} title={trace.models.join(', ')}>
        {trace.models.slice(0, 1).map((model) => (
          <button key={model} type="button" class={style.model} tabIndex={-1} onClick={() => props.onModel(model)}>
            {model}
          </button>
        ))}
        {trace.models.length > 1 && <span class={style.more}>+{trace.models.length - 1}</span>}
      </span>
    </div>
  );
}

function Tokens({ trace }: { readonly trace: TraceSummary }): VNode {
  const { inputTokens, outputTokens, isUsageEstimated } = trace;
  if (inputTokens === null && outputTokens === null) return <span class={style.none}>–</span>;
  return (
    <span title={isUsageEstimated ? 'partly estimated' : undefined}>
      {isUsageEstimated && '≈ '}
      {inputTokens === null ? '–' : formatCount(inputTokens)}
      <span class={style.slash}> / </span>
      {outputTokens === null ? '–' : formatCount(outputTokens)}
    </span>
  );
}
