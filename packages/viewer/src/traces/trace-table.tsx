import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { UrlMirror } from '../url/mirror.ts';
import { formatQuery } from '../url/query.ts';
import { useWindow } from '../window/use-window.ts';
import { latencyScaleMs } from './latency-scale.ts';
import type { TraceList } from './trace-list.ts';
import { TraceRow } from './trace-row.tsx';
import style from './trace-table.module.css';

const ROW_PX = 36;
const NARROW_ROW_PX = 64;
/** Also in trace-table.module.css. */
const HEADER_PX = 30;
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 60;

const COLUMNS = ['Started', 'Trace', 'Status', 'Latency', 'Spans', 'Tokens in / out', 'Cost', 'Model'] as const;

export interface TraceTableProps {
  readonly list: TraceList;
  /** From the URL: the trace that the keyboard is on. */
  readonly selected: string | undefined;
  readonly onModel: (model: string) => void;
}

export function TraceTable({ list, selected, onModel }: TraceTableProps): VNode {
  const [, navigate] = useLocation();
  const isNarrow = useMedia('(max-width: 720px)');
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const headerPx = isNarrow ? 0 : HEADER_PX;
  const traces = list.loaded.value?.items ?? [];
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(traces.length, rowPx, headerPx);
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
    const { filter: q, ...rest } = list.filter;
    mirror.show(formatQuery({ q, ...rest, sel: trace.traceId }));
    scrollToRow(row);
    const focus = () => document.getElementById(`trace-${trace.traceId}`)?.focus({ preventScroll: true });
    focus();
    // Once more when it has been drawn, if the scroll has yet to bring it in.
    requestAnimationFrame(() => current.peek() === trace.traceId && focus());
  };
  const open = (traceId: string) => {
    mirror.flush();
    navigate(`/traces/${traceId}`);
  };

  // Coming back to the list: to the row that one left from.
  const selectedRow = traces.findIndex((trace) => trace.traceId === current.value);
  const isLoaded = traces.length > 0;
  useLayoutEffect(() => {
    if (isLoaded && selectedRow >= 0) scrollToRow(selectedRow);
  }, [isLoaded]);

  useEffect(() =>
    onPageKeys({
      j: () => move(1),
      ArrowDown: () => move(1),
      k: () => move(-1),
      ArrowUp: () => move(-1),
      Enter: () => {
        const traceId = current.peek();
        if (traceId !== undefined) open(traceId);
      },
    }),
  );

  return (
    <div class={style.table} role="grid" aria-label="Traces" aria-rowcount={traces.length + 1} ref={ref}>
      <div class={style.header} role="row" aria-rowindex={1}>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
      <div class={style.rows} role="rowgroup" style={{ height: `${traces.length * rowPx}px` }}>
        {traces.slice(range.first, range.end).map((trace, at) => (
          <TraceRow
            key={trace.traceId}
            trace={trace}
            row={range.first + at}
            topPx={(range.first + at) * rowPx}
            scaleMs={scaleMs}
            isSelected={trace.traceId === current.value}
            isTabStop={trace.traceId === current.value || (selectedRow < 0 && range.first + at === 0)}
            onOpen={open}
            onModel={onModel}
          />
        ))}
      </div>
    </div>
  );
}
