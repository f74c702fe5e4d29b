import { useSignal } from '@preact/signals';
import type { TraceOrder, TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { UrlMirror } from '../url/mirror.ts';
import { formatQuery } from '../url/query.ts';
import { useVnodes } from '../window/use-vnodes.ts';
import { useWindow } from '../window/use-window.ts';
import { type CellContext, type Column, gridTracks, leastWidthPx } from './columns/columns.tsx';
import { latencyScaleMs } from './latency-scale.ts';
import { TableHeader } from './table-header.tsx';
import type { TraceList } from './trace-list.ts';
import { TraceRow } from './trace-row.tsx';
import style from './trace-table.module.css';
import type { TracesQuery } from './traces-url.ts';

const ROW_PX = 36;
const NARROW_ROW_PX = 64;
/** Also in trace-table.module.css. */
const HEADER_PX = 30;
/** Drawn beyond what is seen: each row has many parts. */
const MARGIN_ROWS = 8;
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 120;

export interface TraceTableProps {
  readonly list: TraceList;
  readonly query: TracesQuery;
  readonly columns: readonly Column[];
  /** From the URL: the trace that the keyboard is on. */
  readonly selected: string | undefined;
  readonly chosen: readonly string[];
  readonly onChoose: (traceId: string) => void;
  readonly onSort: (sort: TraceOrder | undefined) => void;
  readonly onModel: (model: string) => void;
}

export function TraceTable(props: TraceTableProps): VNode {
  const { list, query, columns, selected, chosen, onChoose } = props;
  const [, navigate] = useLocation();
  const isNarrow = useMedia('(max-width: 720px)');
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const headerPx = isNarrow ? 0 : HEADER_PX;
  const traces = list.loaded.value?.items ?? [];
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(traces.length, rowPx, headerPx, MARGIN_ROWS);
  const current = useSignal(selected);
  const mirror = useMemo(() => new UrlMirror(), []);
  const scaleMs = useMemo(() => latencyScaleMs(traces), [traces]);

  const nextCursor = list.loaded.value?.nextCursor;
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

  // Reads the state of this moment: keys can come faster than the page is drawn.
  const move = (by: number) => {
    const items = list.loaded.peek()?.items ?? [];
    const from = items.findIndex((trace) => trace.traceId === current.peek());
    const row = Math.min(Math.max(from + by, 0), items.length - 1);
    const trace = items[row];
    if (!trace) return;
    current.value = trace.traceId;
    mirror.show(formatQuery({ ...query, sel: trace.traceId }));
    scrollToRow(row);
    const focus = () => document.getElementById(`trace-${trace.traceId}`)?.focus({ preventScroll: true });
    focus();
    // Once more when it has been drawn, if the scroll has yet to bring it in.
    requestAnimationFrame(() => current.peek() === trace.traceId && focus());
  };
  // Rows that have not changed keep what they were given when they were drawn: it has to know the state of its moment.
  const latest = useRef(query);
  latest.current = query;
  const open = (traceId: string) => {
    // Whoever comes back finds the row again, however it was opened.
    current.value = traceId;
    mirror.show(formatQuery({ ...latest.current, sel: traceId }));
    mirror.flush();
    navigate(`/traces/${traceId}`);
  };
  const withCurrent = (action: (traceId: string) => void) => () => {
    const traceId = current.peek();
    if (traceId !== undefined) action(traceId);
  };

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

  useEffect(() => {
    const next = { says: 'next trace', run: () => move(1) };
    const previous = { says: 'previous trace', run: () => move(-1) };
    return onPageKeys(
      {
        ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous },
        Enter: { says: 'open the trace', run: withCurrent(open) },
        x: { says: 'select the trace', run: withCurrent(onChoose) },
      },
      'List of traces',
    );
  });

  const inWindow = traces.slice(range.first, range.end);
  const keep = useVnodes();
  const { onModel } = props;
  const rowFor = (trace: TraceSummary, row: number) => {
    const isCurrent = trace.traceId === currentId;
    const isChosen = chosen.includes(trace.traceId);
    const isTabStop = isCurrent || (currentRow < 0 && row === 0);
    // `traces`: rows that stay for ever would hold, by way of those drawn beside them, all rows before them.
    const reasons = [trace, traces, row, columns, scaleMs, rowPx, isCurrent, isChosen, isTabStop, onChoose, onModel];
    return keep(trace.traceId, reasons, () => {
      const context: CellContext = { scaleMs, isTabStop, onOpen: open, onModel };
      return (
        <TraceRow
          key={trace.traceId}
          {...{ trace, columns, context, row, isCurrent, isChosen, onChoose }}
          topPx={row * rowPx}
        />
      );
    });
  };
  const tracks = { '--columns': `24px ${gridTracks(columns)}`, '--least': `${leastWidthPx(columns)}px` };
  return (
    <div class={style.table} role="grid" aria-label="Traces" aria-rowcount={traces.length + 1} ref={ref} style={tracks}>
      <TableHeader columns={columns} order={list.order} onSort={props.onSort} />
      <div class={style.rows} role="rowgroup" style={{ height: `${traces.length * rowPx}px` }}>
        {inWindow.map((trace, at) => rowFor(trace, range.first + at))}
      </div>
    </div>
  );
}
