import type { SessionSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { Cost } from '../ui/cost.tsx';
import style from './session-row.module.css';

export interface SessionRowProps {
  readonly session: SessionSummary;
  /** From 0. */
  readonly row: number;
  readonly topPx: number;
  /** Whether the keyboard is on it. */
  readonly isCurrent: boolean;
  readonly isTabStop: boolean;
  readonly onOpen: (sessionId: string) => void;
}

/** By which the link of a session is found, to give it the focus. */
export function sessionElementId(sessionId: string): string {
  return `session-${encodeURIComponent(sessionId)}`;
}

export function SessionRow({ session, row, topPx, isCurrent, isTabStop, onOpen }: SessionRowProps): VNode {
  const { sessionId, traceCount, errorCount, durationMs, inputTokens, outputTokens, users, models } = session;
  const lastMs = epochMs(session.lastNs);
  const hasUsage = inputTokens !== null || outputTokens !== null;
  const open = (event: MouseEvent) => {
    // New tabs are the browser's.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(sessionId);
  };
  return (
    <div
      class={classNames(style.row, isCurrent && style.current)}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={open}
    >
      <span role="gridcell" class={style.when} title={formatIso(lastMs)}>
        {formatMoment(lastMs, Date.now())}
      </span>
      <span role="gridcell" class={style.session}>
        <a
          id={sessionElementId(sessionId)}
          class={style.name}
          href={`/sessions/${encodeURIComponent(sessionId)}`}
          tabIndex={isTabStop ? 0 : -1}
        >
          {sessionId}
        </a>
        <span class={style.preview} title={models.join(', ')}>
          {session.lastPreview ?? session.firstPreview ?? models.join(', ')}
        </span>
      </span>
      <span role="gridcell" class={classNames(style.number, style.turns)}>
        {formatCount(traceCount)}
        <span class={style.unit}> {traceCount === 1 ? 'turn' : 'turns'}</span>
      </span>
      <span role="gridcell" class={classNames(style.number, style.errors, errorCount > 0 && style.failed)}>
        {errorCount === 0 ? '–' : formatCount(errorCount)}
      </span>
      <span role="gridcell" class={classNames(style.number, style.time)}>
        {formatDuration(durationMs * 1_000)}
      </span>
      <span role="gridcell" class={classNames(style.number, style.tokens)}>
        {hasUsage ? `${formatCount(inputTokens ?? 0)} / ${formatCount(outputTokens ?? 0)}` : '–'}
      </span>
      <span role="gridcell" class={classNames(style.number, style.cost)}>
        <Cost usd={session.costUsd} isPartial={session.isCostPartial} hasUsage={hasUsage} />
      </span>
      <span role="gridcell" class={style.user}>
        {users.join(', ') || '–'}
      </span>
    </div>
  );
}
