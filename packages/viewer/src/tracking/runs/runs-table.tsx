import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useStable } from '../../ui/use-stable.ts';
import { UrlMirror } from '../../url/mirror.ts';
import { RowTable } from '../../window/row-table.tsx';
import { useRowCursor } from '../../window/use-row-cursor.ts';
import { useRowSlots } from '../../window/use-row-slots.ts';
import { useRowWindow } from '../../window/use-row-window.ts';
import type { RunColumn } from './columns/run-column.tsx';
import type { RunRow } from './run-tree.ts';
import { RunsHeader } from './runs-header.tsx';
import { phonePlaces, RunsRow, runElementId } from './runs-row.tsx';
import { orderOf, type RunOrder, type RunsQuery } from './runs-url.ts';

const HEIGHTS = { wide: 34, narrow: 64 };
const MARGIN_ROWS = 8;
/** The next page is fetched this many rows before the end of what is loaded. */
const LOAD_AHEAD_ROWS = 120;
/** Of the box that selects and of the name, between columns, and at the edges, px. */
const CHOICE_PX = 26;
const NAME_PX = 240;
const GAP_PX = 18;
const EDGES_PX = 26;

export interface RunsTableProps {
  readonly rows: readonly RunRow[];
  /** Whether there are more than these. */
  readonly hasMore: boolean;
  readonly columns: readonly RunColumn[];
  readonly query: RunsQuery;
  /** Whether rows can be opened. */
  readonly isTree: boolean;
  /** From the URL: the run that the keyboard is on. */
  readonly selected: string | undefined;
  readonly chosen: ReadonlySet<string>;
  /** The same function as long as the page is shown, as the next one: rows are drawn anew for another. */
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
  readonly onToggle: (id: string) => void;
  readonly onSort: (order: RunOrder | undefined) => void;
  readonly onEnd: () => void;
}

/** Runs as rows of one height, drawn as far as they are in view. */
export function RunsTable(props: RunsTableProps): VNode {
  const { rows, hasMore, columns, query, isTree, selected, chosen, onChoose, onToggle, onSort, onEnd } = props;
  const [, navigate] = useLocation();
  const window = useRowWindow(rows.length, HEIGHTS, MARGIN_ROWS);
  const { range, rowPx, scrollToRow } = window;
  const places = useMemo(() => phonePlaces(columns), [columns]);
  const mirror = useMemo(() => new UrlMirror(), []);
  const { current, keysFor, withCurrent } = useRowCursor<RunRow>({
    rows: () => rows,
    idOf: ({ run }) => run.id,
    elementIdOf: runElementId,
    window,
    selected,
    onMove: (sel) => mirror.set({ sel }),
  });
  useEffect(() => {
    if (range.end + LOAD_AHEAD_ROWS >= rows.length) onEnd();
  }, [range.end, rows]);

  const currentAt = rows.findIndex(({ run }) => run.id === current.value);
  const isLoaded = rows.length > 0;
  // Coming back: to the row that one left from.
  useLayoutEffect(() => {
    if (isLoaded && currentAt >= 0) scrollToRow(currentAt);
  }, [isLoaded]);

  const open = useStable((id: string) => {
    // Whoever comes back finds the row again, however it was opened.
    current.value = id;
    mirror.set({ sel: id });
    mirror.flush();
    navigate(`/runs/${id}`);
  });
  useEffect(() => {
    const unfold = {
      says: 'show the runs below',
      run: withCurrent((row) => row.childCount > 0 && !row.isOpen && onToggle(row.run.id)),
    };
    const fold = { says: 'hide the runs below', run: withCurrent((row) => row.isOpen && onToggle(row.run.id)) };
    return onPageKeys(
      {
        ...keysFor('run'),
        ...(isTree && { l: unfold, ArrowRight: unfold, h: fold, ArrowLeft: fold }),
        Enter: { says: 'open the run', run: withCurrent(({ run }) => open(run.id)) },
        x: { says: 'select the run', run: withCurrent(({ run }) => onChoose([run.id], !chosen.has(run.id))) },
      },
      'Runs',
    );
  });

  const inWindow = rows.slice(range.first, range.end);
  const slots = useRowSlots(inWindow.map(({ run }) => run.id));
  const leastPx = columns.reduce((sum, { widthPx }) => sum + widthPx + GAP_PX, CHOICE_PX + NAME_PX + GAP_PX + EDGES_PX);
  return (
    <RowTable
      label="Runs"
      role="treegrid"
      window={window}
      hasMore={hasMore}
      tracks={{
        '--columns': `${CHOICE_PX}px minmax(${NAME_PX}px, 1fr) ${columns.map(({ widthPx }) => `${widthPx}px`).join(' ')}`,
        '--least': `${leastPx}px`,
        '--gap': `${GAP_PX}px`,
        '--edge': '10px',
      }}
      header={
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
          onSort={onSort}
        />
      }
    >
      {inWindow.map(({ run, depth, childCount, isOpen }, inView) => {
        const at = range.first + inView;
        const isCurrent = run.id === current.value;
        return (
          <RunsRow
            key={slots.get(run.id)}
            {...{ run, depth, childCount, isOpen, columns, places, isTree, at, isCurrent, onChoose, onToggle }}
            topPx={at * rowPx}
            isChosen={chosen.has(run.id)}
            isTabStop={isCurrent || (currentAt < 0 && at === 0)}
            onOpen={open}
          />
        );
      })}
    </RowTable>
  );
}
