import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { useStable } from '../ui/use-stable.ts';
import { UrlMirror } from '../url/mirror.ts';
import { RowTable } from '../window/row-table.tsx';
import { useRowCursor } from '../window/use-row-cursor.ts';
import { useRowSlots } from '../window/use-row-slots.ts';
import { useRowWindow } from '../window/use-row-window.ts';
import { type Column, gridTracks, leastWidthPx } from './columns/columns.tsx';
import { latencyScaleMs } from './latency-scale.ts';
import type { ListOrder } from './list-order.ts';
import { TableHeader } from './table-header.tsx';
import type { TraceList } from './trace-list.ts';
import { TraceRow, traceElementId } from './trace-row.tsx';

const HEIGHTS = { wide: 36, narrow: 64 };
/** Drawn beyond what is seen: each row has many parts. */
const MARGIN_ROWS = 8;
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 200;

export interface TraceTableProps {
  readonly list: TraceList;
  readonly columns: readonly Column[];
  /** From the URL: the trace that the keyboard is on. */
  readonly selected: string | undefined;
  readonly chosen: readonly string[];
  /** The same function as long as the list is, as the others that rows are given: they are drawn anew for another. */
  readonly onChoose: (traceIds: readonly string[], isChosen: boolean) => void;
  readonly onModel: (model: string) => void;
  readonly onSort: (sort: ListOrder | undefined) => void;
}

export function TraceTable(props: TraceTableProps): VNode {
  const { list, columns, selected, chosen, onChoose, onModel, onSort } = props;
  const [, navigate] = useLocation();
  const traces = list.loaded.value?.items ?? [];
  const window = useRowWindow(traces.length, HEIGHTS, MARGIN_ROWS);
  const { ref, range, rowPx, scrollToRow } = window;
  const mirror = useMemo(() => new UrlMirror(), []);
  const { current, keysFor, withCurrent } = useRowCursor<TraceSummary>({
    rows: () => list.loaded.peek()?.items ?? [],
    idOf: ({ traceId }) => traceId,
    elementIdOf: traceElementId,
    window,
    selected,
    onMove: (sel) => mirror.set({ sel }),
  });
  const scaleMs = useMemo(() => latencyScaleMs(traces), [traces]);

  const nextCursor = list.loaded.value?.nextCursor ?? null;
  useEffect(() => {
    if (range.end + LOAD_AHEAD_ROWS >= traces.length) void list.loadMore();
  }, [range.end, traces.length, nextCursor, list]);

  // Rows that come in above must not push away what is being read.
  const firstId = useRef<string>();
  useLayoutEffect(() => {
    const element = ref.current;
    const added = firstId.current ? traces.findIndex((trace) => trace.traceId === firstId.current) : 0;
    if (element && added > 0 && element.scrollTop > 0) element.scrollTop += added * rowPx;
    firstId.current = traces[0]?.traceId;
  }, [traces, rowPx, ref]);

  const open = useStable((traceId: string) => {
    // Whoever comes back finds the row again, however it was opened.
    current.value = traceId;
    mirror.set({ sel: traceId });
    mirror.flush();
    navigate(`/traces/${traceId}`);
  });

  // Coming back to the list: to the row that one left from.
  const currentId = current.value;
  const currentRow = useMemo(
    () => (currentId === undefined ? -1 : traces.findIndex(({ traceId }) => traceId === currentId)),
    [traces, currentId],
  );
  const isLoaded = traces.length > 0;
  useLayoutEffect(() => {
    if (isLoaded && currentRow >= 0) scrollToRow(currentRow);
  }, [isLoaded]);

  useEffect(() =>
    onPageKeys(
      {
        ...keysFor('trace'),
        Enter: { says: 'open the trace', run: withCurrent(({ traceId }) => open(traceId)) },
        x: {
          says: 'select the trace',
          run: withCurrent(({ traceId }) => onChoose([traceId], !chosen.includes(traceId))),
        },
      },
      'List of traces',
    ),
  );

  const inWindow = traces.slice(range.first, range.end);
  const slots = useRowSlots(inWindow.map(({ traceId }) => traceId));
  return (
    <RowTable
      label="Traces"
      role="grid"
      window={window}
      hasMore={nextCursor !== null}
      tracks={{
        '--columns': `24px ${gridTracks(columns)}`,
        '--least': `${leastWidthPx(columns)}px`,
        '--edge': '10px',
      }}
      header={<TableHeader columns={columns} order={list.order} onSort={onSort} />}
    >
      {inWindow.map((trace, at) => {
        const row = range.first + at;
        const isCurrent = trace.traceId === currentId;
        return (
          <TraceRow
            key={slots.get(trace.traceId)}
            {...{ trace, columns, scaleMs, row, isCurrent, onChoose, onModel }}
            topPx={row * rowPx}
            isChosen={chosen.includes(trace.traceId)}
            isTabStop={isCurrent || (currentRow < 0 && row === 0)}
            onOpen={open}
          />
        );
      })}
    </RowTable>
  );
}
