import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { openLink } from '../../window/row-click.ts';
import { traceElementId } from '../trace-row.tsx';
import style from './cells.module.css';
import type { CellContext } from './columns.tsx';

/** The link to a trace, with the beginning of what it was asked. */
export function Name({ trace, context }: { readonly trace: TraceSummary; readonly context: CellContext }): VNode {
  return (
    <>
      <a
        id={traceElementId(trace.traceId)}
        class={style.name}
        href={`/traces/${trace.traceId}`}
        tabIndex={context.isTabStop ? 0 : -1}
        onClick={(event) => openLink(event, () => context.onOpen(trace.traceId))}
      >
        {trace.name || '(no name)'}
      </a>
      {trace.preview !== null && <span class={style.preview}>{trace.preview}</span>}
    </>
  );
}

export function Latency({ trace, scaleMs }: { readonly trace: TraceSummary; readonly scaleMs: number }): VNode {
  return (
    <>
      <span class={style.track}>
        <span
          class={classNames(style.bar, trace.status === 'error' && style.errorBar)}
          style={{ width: `${Math.min(100, (trace.durationMs / scaleMs) * 100)}%` }}
        />
      </span>
      <span class={style.number}>{formatDuration(trace.durationMs * 1_000)}</span>
    </>
  );
}

export function Tokens({ trace }: { readonly trace: TraceSummary }): VNode {
  const { inputTokens, outputTokens, isUsageEstimated } = trace;
  if (inputTokens === null && outputTokens === null) return <span class={style.quiet}>–</span>;
  return (
    <span title={isUsageEstimated ? 'partly estimated' : undefined}>
      {isUsageEstimated && '≈ '}
      {inputTokens === null ? '–' : formatCount(inputTokens)}
      <span class={style.quiet}> / </span>
      {outputTokens === null ? '–' : formatCount(outputTokens)}
    </span>
  );
}

/** The first model, which filters, and how many others. */
export function Models(props: {
  readonly models: readonly string[];
  readonly onModel: (model: string) => void;
}): VNode {
  const { models, onModel } = props;
  return (
    <span class={style.models} title={models.join(', ')}>
      {models.slice(0, 1).map((model) => (
        <button key={model} type="button" class={style.model} tabIndex={-1} onClick={() => onModel(model)}>
          {model}
        </button>
      ))}
      {models.length > 1 && <span class={style.more}>+{models.length - 1}</span>}
    </span>
  );
}

export function Tags({ tags }: { readonly tags: TraceSummary['tags'] }): VNode {
  const all = Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}: ${value}`));
  return (
    <span class={style.tags} title={all.join('\n')}>
      {all.map((tag) => (
        <span key={tag} class={style.tag}>
          {tag}
        </span>
      ))}
    </span>
  );
}
