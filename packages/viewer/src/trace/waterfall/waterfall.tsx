import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useVnodes } from '../../window/use-vnodes.ts';
import { useWindow } from '../../window/use-window.ts';
import { isFolded } from '../model/folding.ts';
import { isFiltering, matchesFilter } from '../model/row-filter.ts';
import { idOfSpan, type TraceModel } from '../model/trace-model.ts';
import { treeAction } from '../model/tree-keys.ts';
import type { TraceView } from '../trace-view.ts';
import type { Attempt } from './attempts.ts';
import { TimeAxis, TimeGrid } from './time-axis.tsx';
import style from './waterfall.module.css';
import { WaterfallBar } from './waterfall-bar.tsx';
import { WaterfallRow } from './waterfall-row.tsx';

export const ROW_PX = 28;
/** Also in waterfall.module.css. */
const HEADER_PX = 28;
/** A pointer that rests on a row this long is likely to click it. */
const PREFETCH_AFTER_MS = 80;
const NO_ATTEMPTS: readonly Attempt[] = [];

export interface WaterfallProps {
  readonly view: TraceView;
  readonly model: TraceModel;
  /** By id of the span. */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
}

/** The spans of a trace as a tree with a bar each. */
export function Waterfall({ view, model, attempts }: WaterfallProps): VNode {
  const { order } = model;
  const rows = view.rows.value;
  const { folding } = view.rowChoice.value;
  const filter = view.filter.value;
  const selected = view.selected.value ?? 0;
  const selectedRow = view.rowOf(selected);
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(rows.length, ROW_PX, HEADER_PX);
  const focusNext = useRef(false);
  const isNarrow = useMedia('(max-width: 860px)');
  const maxTicks = isNarrow ? 3 : 7;
  const hasTokens = useMemo(() => model.skeleton.inputTokens.some((count) => count >= 0), [model]);
  const matches = useMemo(() => new Set(view.matches.value), [view.matches.value]);
  const scale = view.scale.value;
  const showsPath = view.showsCriticalPath.value;
  const vnode = useVnodes();

  const isFoldedAt = (position: number) =>
    isFolded(view.folding.peek(), idOfSpan(model, order.spans[position]!)) && order.end[position]! > position + 1;
  const isClosed = (position: number) => view.closedRunAt(position) !== -1;
  /** Members of the run that a row begins and that is shown one by one, 0 where there is none. */
  const openRunSize = (position: number) => {
    const run = view.openRuns.peek() && !isFiltering(filter) ? model.runs.runAt[position]! : -1;
    return run === -1 || isClosed(position) ? 0 : model.runs.size[run]!;
  };
  const fold = (position: number, folded: boolean) => {
    if (!folded && isClosed(position)) view.setRunOpen(position, true);
    else if (folded && order.end[position] === position + 1) view.setRunOpen(position, false);
    else view.setFolded(order.spans[position]!, folded);
  };
  // Reads the state of this moment: keys can come faster than the page is drawn.
  const press = (key: string) => {
    const now = view.rows.peek();
    const action = treeAction(key, {
      order,
      rows: now,
      row: view.rowOf(view.selected.peek() ?? 0),
      isFolded: (row) => isClosed(now[row]!) || isFoldedAt(now[row]!),
      isOpenRun: (row) => openRunSize(now[row]!) > 0,
      pageRows: Math.max(1, Math.floor((ref.current?.clientHeight ?? 0) / ROW_PX) - 2),
    });
    if (!action) return;
    focusNext.current = true;
    const position = now[action.row]!;
    if (action.type === 'go') view.select(order.spans[position]!);
    else fold(position, action.type === 'fold');
  };

  useEffect(() =>
    onPageKeys({
      j: { says: 'next span', run: () => press('j') },
      k: { says: 'previous span', run: () => press('k') },
      h: { says: 'fold, or go to the parent', run: () => press('h') },
      l: { says: 'unfold, or go to the first child', run: () => press('l') },
    }),
  );

  // Follows the selection, wherever it was made; the focus goes along only with the keyboard.
  useLayoutEffect(() => {
    scrollToRow(selectedRow);
    if (!focusNext.current) return;
    focusNext.current = false;
    ref.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [selectedRow, folding, scrollToRow, ref]);

  // The selected row stays in the document when it is scrolled away, or the focus would be lost.
  const shown = Array.from({ length: range.end - range.first }, (_, at) => range.first + at);
  if ((selectedRow < range.first || selectedRow >= range.end) && selectedRow < rows.length) shown.push(selectedRow);

  return (
    <div class={classNames(style.waterfall, !hasTokens && style.plain)}>
      <div
        class={style.grid}
        ref={ref}
        role="treegrid"
        aria-label="Spans"
        aria-rowcount={rows.length + 1}
        onKeyDown={(event) => {
          if (!/^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down))$/.test(event.key)) return;
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          press(event.key);
        }}
      >
        <TimeAxis scale={scale} maxTicks={maxTicks} />
        <div class={style.rows} role="rowgroup" style={{ height: `${rows.length * ROW_PX}px` }}>
          <TimeGrid scale={scale} maxTicks={maxTicks} />
          {shown.map((row) => {
            const position = rows[row]!;
            const span = order.spans[position]!;
            const id = idOfSpan(model, span);
            const run = view.closedRunAt(position);
            const state = {
              ...{ model, position, row, run },
              indentPx: isNarrow ? 8 : 14,
              isSelected: row === selectedRow,
              isMatch: matches.has(position),
              isFaint: isFiltering(filter) && !matchesFilter(model, span, filter),
              isFolded: run !== -1 || isFoldedAt(position),
              openRunSize: openRunSize(position),
            };
            const bar = { model, span, scale, run, showsPath, attempts: attempts.get(id) ?? NO_ATTEMPTS };
            return vnode(id, [...Object.values(state), ...Object.values(bar)], () => (
              <WaterfallRow
                key={id}
                {...state}
                onSelect={() => view.select(span)}
                onFold={(folded) => {
                  focusNext.current = true;
                  view.select(span);
                  fold(position, folded);
                }}
                onCloseRun={() => view.setRunOpen(position, false)}
                onRest={() => prefetchAfterRest(view, span)}
              >
                <WaterfallBar {...bar} />
              </WaterfallRow>
            ));
          })}
        </div>
        {rows.length === 0 && <p class={style.nothing}>No span is of that kind.</p>}
      </div>
      <div class={style.foot}>
        <p role="status">
          <Counts shown={rows.length - (order.hasWholeTraceRow ? 1 : 0)} model={model} />
        </p>
        <p class={style.keys} aria-hidden="true">
          <span class={style.waitKey} /> to first token <span class={style.workKey} /> generating
          <span class={style.pathKey} /> critical path
        </p>
      </div>
    </div>
  );
}

/** Never a silent cap: says how many of how many spans are on the page. */
function Counts({ shown, model }: { readonly shown: number; readonly model: TraceModel }): VNode {
  const { count } = model.columns;
  const { spanCount } = model.skeleton;
  return (
    <>
      {formatCount(Math.max(0, shown))} of {formatCount(spanCount)} spans
      {shown < count && `, ${formatCount(count - Math.max(0, shown))} folded away`}
      {count < spanCount && `, ${formatCount(spanCount - count)} not loaded`}
    </>
  );
}

let restTimer: ReturnType<typeof setTimeout> | undefined;

function prefetchAfterRest(view: TraceView, span: number): void {
  clearTimeout(restTimer);
  const model = view.model.peek();
  if (!model || span < 0) return;
  // A failure shows when the span is selected.
  restTimer = setTimeout(() => view.spans.load(idOfSpan(model, span)).catch(() => undefined), PREFETCH_AFTER_MS);
}
