import type { SessionSummary } from '@tracewright/schema';
import type { ComponentType, VNode } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { Cost } from '../ui/cost.tsx';
import { memo } from '../ui/memo.ts';
import { openLink } from '../window/row-click.ts';
import table from '../window/row-table.module.css';
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

export const SessionRow: ComponentType<SessionRowProps> = memo((props: SessionRowProps): VNode => {
  const { session, row, topPx, isCurrent, isTabStop, onOpen } = props;
  const { sessionId, traceCount, errorCount, durationMs, inputTokens, outputTokens, users, models } = session;
  const lastMs = epochMs(session.lastNs);
  const hasUsage = inputTokens !== null || outputTokens !== null;
  return (
    <div
      class={classNames(table.row, table.opens, style.row, isCurrent && table.current)}
      role="row"
      data-key={sessionId}
      aria-rowindex={row + 2}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={(event) => openLink(event, () => onOpen(sessionId))}
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
      <span role="gridcell" class={classNames(table.number, style.turns)}>
        {formatCount(traceCount)}
        <span class={style.unit}> {traceCount === 1 ? 'turn' : 'turns'}</span>
      </span>
      <span role="gridcell" class={classNames(table.number, style.errors, errorCount > 0 && style.failed)}>
        {errorCount === 0 ? '–' : formatCount(errorCount)}
      </span>
      <span role="gridcell" class={classNames(table.number, style.time)}>
        {formatDuration(durationMs * 1_000)}
      </span>
      <span role="gridcell" class={classNames(table.number, style.tokens)}>
        {hasUsage ? `${formatCount(inputTokens ?? 0)} / ${formatCount(outputTokens ?? 0)}` : '–'}
      </span>
      <span role="gridcell" class={classNames(table.number, style.cost)}>
        <Cost usd={session.costUsd} isPartial={session.isCostPartial} hasUsage={hasUsage} />
      </span>
      <span role="gridcell" class={style.user}>
        {users.join(', ') || '–'}
      </span>
    </div>
  );
});
