import { useSignal } from '@preact/signals';
import type { SessionSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { UrlMirror } from '../url/mirror.ts';
import { formatQuery, type Query } from '../url/query.ts';
import { useVnodes } from '../window/use-vnodes.ts';
import { useWindow } from '../window/use-window.ts';
import type { SessionList } from './session-list.ts';
import { SessionRow, sessionElementId } from './session-row.tsx';
import style from './session-table.module.css';

const ROW_PX = 48;
const NARROW_ROW_PX = 70;
/** Also in session-table.module.css. */
const HEADER_PX = 30;
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 120;

const COLUMNS = ['Last active', 'Session', 'Turns', 'Errors', 'Time', 'Tokens in / out', 'Cost', 'User'] as const;

export interface SessionTableProps {
  readonly list: SessionList;
  /** What the URL says besides the selection. */
  readonly query: Query;
  /** From the URL: the session that the keyboard is on. */
  readonly selected: string | undefined;
}

export function SessionTable({ list, query, selected }: SessionTableProps): VNode {
  const [, navigate] = useLocation();
  const isNarrow = useMedia('(max-width: 720px)');
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const sessions = list.loaded.value?.items ?? [];
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(sessions.length, rowPx, isNarrow ? 0 : HEADER_PX);
  const current = useSignal(selected);
  const mirror = useMemo(() => new UrlMirror(), []);

  const nextCursor = list.loaded.value?.nextCursor;
  useEffect(() => {
    if (range.end + LOAD_AHEAD_ROWS >= sessions.length) void list.loadMore();
  }, [range.end, sessions.length, nextCursor, list]);

  const open = (sessionId: string) => {
    mirror.flush();
    navigate(`/sessions/${encodeURIComponent(sessionId)}`);
  };
  // Reads the state of this moment: keys can come faster than the page is drawn.
  const move = (by: number) => {
    const items = list.loaded.peek()?.items ?? [];
    const from = items.findIndex(({ sessionId }) => sessionId === current.peek());
    const row = Math.min(Math.max(from + by, 0), items.length - 1);
    const session = items[row];
    if (!session) return;
    current.value = session.sessionId;
    mirror.show(formatQuery({ ...query, sel: session.sessionId }));
    scrollToRow(row);
    const focus = () => document.getElementById(sessionElementId(session.sessionId))?.focus({ preventScroll: true });
    // At once, or Enter would press the link of the row before.
    focus();
    // Once more when it has been drawn, if the scroll has yet to bring it in.
    requestAnimationFrame(() => current.peek() === session.sessionId && focus());
  };

  // Coming back to the list: to the row that one left from.
  const currentRow = sessions.findIndex(({ sessionId }) => sessionId === current.value);
  const isLoaded = sessions.length > 0;
  useLayoutEffect(() => {
    if (isLoaded && currentRow >= 0) scrollToRow(currentRow);
  }, [isLoaded]);

  useEffect(() => {
    const next = { says: 'next session', run: () => move(1) };
    const previous = { says: 'previous session', run: () => move(-1) };
    const openCurrent = () => {
      const sessionId = current.peek();
      if (sessionId !== undefined) open(sessionId);
    };
    return onPageKeys(
      {
        ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous },
        Enter: { says: 'read the session', run: openCurrent },
      },
      'Sessions',
    );
  });

  const inWindow = sessions.slice(range.first, range.end);
  const keep = useVnodes();
  const rowFor = (session: SessionSummary, row: number) => {
    const isCurrent = session.sessionId === current.value;
    const isTabStop = isCurrent || (currentRow < 0 && row === 0);
    return keep(session.sessionId, [session, sessions, row, rowPx, isCurrent, isTabStop], () => (
      <SessionRow
        key={session.sessionId}
        {...{ session, row, isCurrent, isTabStop }}
        topPx={row * rowPx}
        onOpen={open}
      />
    ));
  };

  return (
    <div class={style.table} role="grid" aria-label="Sessions" aria-rowcount={sessions.length + 1} ref={ref}>
      <div class={style.header} role="row" aria-rowindex={1}>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
      <div class={style.rows} role="rowgroup" style={{ height: `${sessions.length * rowPx}px` }}>
        {inWindow.map((session, at) => rowFor(session, range.first + at))}
      </div>
    </div>
  );
}
