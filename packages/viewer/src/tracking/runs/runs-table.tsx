import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useMedia } from '../../ui/use-media.ts';
import { UrlMirror } from '../../url/mirror.ts';
import { formatQuery } from '../../url/query.ts';
import { useVnodes } from '../../window/use-vnodes.ts';
import { useWindow } from '../../window/use-window.ts';
import type { RunColumn } from './columns/run-column.tsx';
import type { RunRow } from './run-tree.ts';
import { RunsHeader } from './runs-header.tsx';
import { phonePlaces, RunsRow } from './runs-row.tsx';
import style from './runs-table.module.css';
import { orderOf, type RunOrder, type RunsQuery } from './runs-url.ts';

const ROW_PX = 34;
const NARROW_ROW_PX = 64;
/** Also in runs-table.module.css. */
const HEADER_PX = 30;
const MARGIN_ROWS = 8;
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 120;
/** Of the box that selects and of the name, and between columns, px; also in the style sheets. */
const CHOICE_PX = 26;
const NAME_PX = 240;
const GAP_PX = 18;

export interface RunsTableProps {
  readonly rows: readonly RunRow[];
  readonly columns: readonly RunColumn[];
  readonly query: RunsQuery;
  /** Whether rows can be opened. */
  readonly isTree: boolean;
  /** From the URL: the run that the keyboard is on. */
  readonly selected: string | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
  readonly onSort: (order: RunOrder | undefined) => void;
  readonly onToggle: (id: string) => void;
  readonly onEnd: () => void;
}

/** Runs as rows of one height, drawn as far as they are in view. */
export function RunsTable(props: RunsTableProps): VNode {
  const { rows, columns, query, isTree, chosen, onChoose, onToggle, onEnd } = props;
  const [, navigate] = useLocation();
  const isNarrow = useMedia('(max-width: 720px)');
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(
    rows.length,
    rowPx,
    isNarrow ? 0 : HEADER_PX,
    MARGIN_ROWS,
  );
  const current = useSignal(props.selected);
  const places = useMemo(() => phonePlaces(columns), [columns]);
  const mirror = useMemo(() => new UrlMirror(), []);
  useEffect(() => {
    if (range.end + LOAD_AHEAD_ROWS >= rows.length) onEnd();
  }, [range.end, rows]);

  const currentAt = rows.findIndex(({ run }) => run.id === current.value);
  const isLoaded = rows.length > 0;
  // Coming back: to the row that one left from.
  useLayoutEffect(() => {
    if (isLoaded && currentAt >= 0) scrollToRow(currentAt);
  }, [isLoaded]);

  const move = (by: number) => {
    const from = rows.findIndex(({ run }) => run.id === current.peek());
    const at = Math.min(Math.max(from + by, 0), rows.length - 1);
    const row = rows[at];
    if (!row) return;
    current.value = row.run.id;
    mirror.show(formatQuery({ ...query, sel: row.run.id }));
    scrollToRow(at);
    const focus = () => document.getElementById(`run-${row.run.id}`)?.focus({ preventScroll: true });
    focus();
    requestAnimationFrame(() => current.peek() === row.run.id && focus());
  };
  const withCurrent = (action: (row: RunRow) => void) => () => {
    const row = rows.find(({ run }) => run.id === current.peek());
    if (row) action(row);
  };
  // Rows that have not changed keep what they were given when they were drawn: it has to know the state of its moment.
  const latest = useRef(query);
  latest.current = query;
  const open = (id: string) => {
    // Whoever comes back finds the row again, however it was opened.
    current.value = id;
    mirror.show(formatQuery({ ...latest.current, sel: id }));
    mirror.flush();
    navigate(`/runs/${id}`);
  };
  useEffect(() => {
    const next = { says: 'next run', run: () => move(1) };
    const previous = { says: 'previous run', run: () => move(-1) };
    const unfold = {
      says: 'show the runs below',
      run: withCurrent((row) => row.childCount > 0 && !row.isOpen && onToggle(row.run.id)),
    };
    const fold = { says: 'hide the runs below', run: withCurrent((row) => row.isOpen && onToggle(row.run.id)) };
    return onPageKeys(
      {
        ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous },
        ...(isTree && { l: unfold, ArrowRight: unfold, h: fold, ArrowLeft: fold }),
        Enter: { says: 'open the run', run: withCurrent(({ run }) => open(run.id)) },
        x: { says: 'select the run', run: withCurrent(({ run }) => onChoose([run.id], !chosen.has(run.id))) },
      },
      'Runs',
    );
  });

  const inWindow = rows.slice(range.first, range.end);
  const keep = useVnodes();
  const rowFor = (row: RunRow, at: number) => {
    const { id } = row.run;
    const isCurrent = id === current.value;
    const isChosen = chosen.has(id);
    const isTabStop = isCurrent || (currentAt < 0 && at === 0);
    const { run, depth, childCount, isOpen } = row;
    const reasons = [run, depth, childCount, isOpen, at, columns, rowPx, isTree, isCurrent, isChosen, isTabStop];
    return keep(id, reasons, () => (
      <RunsRow
        key={id}
        {...{ row, columns, places, isTree, isCurrent, isChosen, isTabStop, onChoose, onToggle }}
        at={at}
        topPx={at * rowPx}
        onOpen={open}
      />
    ));
  };
  const leastPx = columns.reduce((sum, { widthPx }) => sum + widthPx + GAP_PX, CHOICE_PX + NAME_PX + GAP_PX + 26);
  const tracks = {
    '--columns': `${CHOICE_PX}px minmax(${NAME_PX}px, 1fr) ${columns.map(({ widthPx }) => `${widthPx}px`).join(' ')}`,
    '--least': `${leastPx}px`,
  };
  return (
    <div class={style.table} role="treegrid" aria-label="Runs" aria-rowcount={rows.length + 1} ref={ref} style={tracks}>
      <RunsHeader
        columns={columns}
        order={orderOf(query)}
        areAllChosen={rows.length > 0 && rows.every(({ run }) => chosen.has(run.id))}
        onChooseAll={(isChosen) =>
          onChoose(
            rows.map(({ run }) => run.id),
            isChosen,
          )
        }
        onSort={props.onSort}
      />
      <div class={style.rows} role="rowgroup" style={{ height: `${rows.length * rowPx}px` }}>
        {inWindow.map((row, at) => rowFor(row, range.first + at))}
      </div>
    </div>
  );
}
