import type { ConversationTurn, TraceSummary, TurnText } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { FoldedText } from '../trace/content/folded-text.tsx';
import { Markdown } from '../trace/content/markdown.tsx';
import { classNames } from '../ui/class-names.ts';
import { Cost } from '../ui/cost.tsx';
import { StatusMark } from '../ui/status.tsx';
import style from './turn-item.module.css';

export interface TurnItemProps {
  readonly trace: TraceSummary;
  /** What was said; undefined while that is not known. */
  readonly turn: { readonly turn: ConversationTurn | undefined } | undefined;
  /** Length of the longest turn. */
  readonly longestMs: number;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

/** By which a turn is found, to give it the focus. */
export function turnElementId(traceId: string): string {
  return `turn-${traceId}`;
}

/** What was asked, what was answered, and what that took. */
export function TurnItem({ trace, turn, longestMs, isOpen, onOpen }: TurnItemProps): VNode {
  const startMs = epochMs(trace.startNs);
  const said = turn?.turn;
  const hasUsage = trace.inputTokens !== null || trace.outputTokens !== null;
  return (
    <li class={classNames(style.turn, isOpen && style.open)} id={turnElementId(trace.traceId)} tabIndex={-1}>
      <div class={style.asked}>
        <h2 class="visually-hidden">Asked</h2>
        {said?.asked ? (
          <FoldedText text={said.asked.text} />
        ) : (
          <p class={style.nothing}>{trace.preview ?? (turn ? 'nothing was recorded' : '…')}</p>
        )}
        <Cut text={said?.asked} />
      </div>
      <div class={style.answered}>
        <h2 class="visually-hidden">Answered</h2>
        {said?.answered ? (
          <Markdown text={said.answered.text} />
        ) : (
          <p class={style.nothing}>{answerless(trace, turn !== undefined)}</p>
        )}
        <Cut text={said?.answered} />
      </div>
      <button type="button" class={style.strip} aria-expanded={isOpen} onClick={onOpen}>
        <span class={style.when} title={formatIso(startMs)}>
          {formatMoment(startMs, Date.now())}
        </span>
        <StatusMark status={trace.status} />
        <span class={style.track}>
          <span
            class={classNames(style.bar, trace.status === 'error' && style.errorBar)}
            style={{ width: `${(trace.durationMs / longestMs) * 100}%` }}
          />
        </span>
        <span>{formatDuration(trace.durationMs * 1_000)}</span>
        {hasUsage && <span>{formatCount((trace.inputTokens ?? 0) + (trace.outputTokens ?? 0))} tokens</span>}
        <Cost usd={trace.costUsd} isPartial={trace.isCostPartial} hasUsage={hasUsage} />
        <span class={style.name}>{trace.name}</span>
      </button>
    </li>
  );
}

function answerless({ status }: TraceSummary, isKnown: boolean): string {
  if (status === 'running') return 'still running …';
  if (!isKnown) return '…';
  return status === 'error' ? 'failed before it answered' : 'no answer was recorded';
}

function Cut({ text }: { readonly text: TurnText | null | undefined }): VNode | null {
  return text?.isCut ? <p class={style.nothing}>The text goes on: the trace has all of it.</p> : null;
}
