import type { SessionSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { useStable } from '../ui/use-stable.ts';
import { UrlMirror } from '../url/mirror.ts';
import table from '../window/row-table.module.css';
import { RowTable } from '../window/row-table.tsx';
import { useRowCursor } from '../window/use-row-cursor.ts';
import { useRowSlots } from '../window/use-row-slots.ts';
import { useRowWindow } from '../window/use-row-window.ts';
import type { SessionList } from './session-list.ts';
import { SessionRow, sessionElementId } from './session-row.tsx';
import style from './session-table.module.css';

const HEIGHTS = { wide: 48, narrow: 70 };
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 120;

const COLUMNS = ['Last active', 'Session', 'Turns', 'Errors', 'Time', 'Tokens in / out', 'Cost', 'User'] as const;

export interface SessionTableProps {
  readonly list: SessionList;
  /** From the URL: the session that the keyboard is on. */
  readonly selected: string | undefined;
}

export function SessionTable({ list, selected }: SessionTableProps): VNode {
  const [, navigate] = useLocation();
  const sessions = list.loaded.value?.items ?? [];
  const window = useRowWindow(sessions.length, HEIGHTS);
  const { range, rowPx, scrollToRow } = window;
  const mirror = useMemo(() => new UrlMirror(), []);
  const { current, keysFor, withCurrent } = useRowCursor<SessionSummary>({
    rows: () => list.loaded.peek()?.items ?? [],
    idOf: ({ sessionId }) => sessionId,
    elementIdOf: sessionElementId,
    window,
    selected,
    onMove: (sel) => mirror.set({ sel }),
  });

  const nextCursor = list.loaded.value?.nextCursor ?? null;
  useEffect(() => {
    if (range.end + LOAD_AHEAD_ROWS >= sessions.length) void list.loadMore();
  }, [range.end, sessions.length, nextCursor, list]);

  const open = useStable((sessionId: string) => {
    // Whoever comes back finds the row again, however it was opened.
    current.value = sessionId;
    mirror.set({ sel: sessionId });
    mirror.flush();
    navigate(`/sessions/${encodeURIComponent(sessionId)}`);
  });

  // Coming back to the list: to the row that one left from.
  const currentRow = sessions.findIndex(({ sessionId }) => sessionId === current.value);
  const isLoaded = sessions.length > 0;
  useLayoutEffect(() => {
    if (isLoaded && currentRow >= 0) scrollToRow(currentRow);
  }, [isLoaded]);

  useEffect(() =>
    onPageKeys(
      {
        ...keysFor('session'),
        Enter: { says: 'read the session', run: withCurrent(({ sessionId }) => open(sessionId)) },
      },
      'Sessions',
    ),
  );

  const inWindow = sessions.slice(range.first, range.end);
  const slots = useRowSlots(inWindow.map(({ sessionId }) => sessionId));
  return (
    <RowTable
      label="Sessions"
      role="grid"
      class={style.table}
      window={window}
      hasMore={nextCursor !== null}
      header={
        <div class={table.header} role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader">
              {column}
            </span>
          ))}
        </div>
      }
    >
      {inWindow.map((session, at) => {
        const row = range.first + at;
        const isCurrent = session.sessionId === current.value;
        return (
          <SessionRow
            key={slots.get(session.sessionId)}
            {...{ session, row, isCurrent }}
            topPx={row * rowPx}
            isTabStop={isCurrent || (currentRow < 0 && row === 0)}
            onOpen={open}
          />
        );
      })}
    </RowTable>
  );
}
