import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useWindow } from '../../window/use-window.ts';
import { ColourKeys } from '../colouring/colour-keys.tsx';
import { NARROW } from '../detail-sheet.ts';
import { idOfSpan, type TraceModel } from '../model/trace-model.ts';
import { treeAction } from '../model/tree-keys.ts';
import type { TraceView } from '../trace-view.ts';
import type { Attempt } from './attempts.ts';
import { CriticalPathHelp } from './critical-path-help.tsx';
import { ROW_PX } from './row-px.ts';
import { isFoldedAt, openRunSize } from './rows/row-frame.ts';
import { RowPool } from './rows/row-pool.ts';
import { useRowFrame } from './rows/use-row-frame.ts';
import { TimeAxis, TimeGrid } from './time-axis.tsx';
import style from './waterfall.module.css';

/** Also in waterfall.module.css. */
const HEADER_PX = 28;
const FOOT_PX = 24;
/** A pointer that rests on a row this long is likely to click it. */
const PREFETCH_AFTER_MS = 80;
/** A phone has to leave room for names. */
const INDENTS = { indentPx: 14, maxIndents: 10 };
const NARROW_INDENTS = { indentPx: 7, maxIndents: 6 };

export interface WaterfallProps {
  readonly view: TraceView;
  readonly model: TraceModel;
  /** By id of the span. */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
}

/** The spans of a trace as a tree with a bar each. */
export function Waterfall({ view, model, attempts }: WaterfallProps): VNode {
  const { order } = model;
  const selectedRow = view.rowOf(view.selected.value ?? 0);
  const isNarrow = useMedia(NARROW);
  const frame = useRowFrame(view, model, attempts, isNarrow ? NARROW_INDENTS : INDENTS);
  const { rows, scale, colours } = frame;
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(rows.length, ROW_PX, HEADER_PX);
  const focusNext = useRef(false);
  const maxTicks = isNarrow ? 3 : 7;
  // The very same objects while one scrolls: they are passed over.
  const axis = useMemo(() => <TimeAxis scale={scale} maxTicks={maxTicks} />, [scale, maxTicks]);
  const lines = useMemo(() => <TimeGrid scale={scale} maxTicks={maxTicks} />, [scale, maxTicks]);
  const hasTokens = useMemo(() => model.skeleton.inputTokens.some((count) => count >= 0), [model]);

  const fold = (position: number, folded: boolean) => {
    if (!folded && view.closedRunAt(position) !== -1) view.setRunOpen(position, true);
    else if (folded && order.end[position] === position + 1) view.setRunOpen(position, false);
    else view.setFolded(order.spans[position]!, folded);
  };
  // Reads the state of this moment: keys can come faster than the page is drawn.
  const press = (key: string) => {
    const now = { ...frame, rows: view.rows.peek(), choice: view.rowChoice.peek() };
    const action = treeAction(key, {
      order,
      rows: now.rows,
      row: view.rowOf(view.selected.peek() ?? 0),
      isFolded: (row) => view.closedRunAt(now.rows[row]!) !== -1 || isFoldedAt(now, now.rows[row]!),
      isOpenRun: (row) => openRunSize(now, now.rows[row]!) > 0,
      pageRows: Math.max(1, Math.floor((ref.current?.clientHeight ?? 0) / ROW_PX) - 2),
    });
    if (!action) return;
    focusNext.current = true;
    const position = now.rows[action.row]!;
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

  const body = useRef<HTMLDivElement>(null);
  const pool = useRef<RowPool>();
  useLayoutEffect(() => {
    if (!body.current) return;
    pool.current ??= new RowPool(body.current);
    pool.current.show(frame, range, selectedRow);
  });
  // Follows the selection, wherever it was made; the focus goes along with the keyboard, and from row to row.
  useLayoutEffect(() => {
    scrollToRow(selectedRow);
    if (!focusNext.current && !pool.current?.hasFocus) return;
    focusNext.current = false;
    pool.current?.focus(selectedRow);
  }, [selectedRow, rows, scrollToRow]);

  const drawnPx = HEADER_PX + (range.end - range.first) * ROW_PX + FOOT_PX;
  const click = (event: MouseEvent) => {
    const item = pool.current?.rowAt(event.target);
    if (!item?.state) return;
    const { position, span, isFolded } = item.state;
    const part = item.partAt(event.target as Element);
    if (part === 'run') view.setRunOpen(position, false);
    else view.select(span);
    if (part !== 'twisty') return;
    focusNext.current = true;
    fold(position, !isFolded);
  };
  return (
    <div class={classNames(style.waterfall, !hasTokens && style.plain)} style={{ '--drawn': `${drawnPx}px` }}>
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
        {axis}
        <div class={style.rows} style={{ height: `${rows.length * ROW_PX}px` }}>
          {lines}
          <div
            role="rowgroup"
            ref={body}
            onClick={click}
            onPointerOver={(event) => {
              const item = pool.current?.rowAt(event.target);
              item?.rest();
              prefetchAfterRest(view, item?.state?.span);
            }}
          />
        </div>
        {rows.length === 0 && <p class={style.nothing}>No span is of that kind.</p>}
      </div>
      <div class={style.foot}>
        <p role="status">
          <Counts shown={rows.length - (order.hasWholeTraceRow ? 1 : 0)} model={model} />
        </p>
        {range.end - range.first < rows.length && (
          <p class={style.onPaper}>The first {formatCount(range.end - range.first)} rows; there are more.</p>
        )}
        {colours.keys.length > 0 && <ColourKeys colours={colours} />}
        <p class={style.keys} aria-hidden="true">
          <span class={style.waitKey} /> to first token <span class={style.workKey} /> generating
        </p>
        <CriticalPathHelp />
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

function prefetchAfterRest(view: TraceView, span: number | undefined): void {
  clearTimeout(restTimer);
  const model = view.model.peek();
  if (!model || span === undefined || span < 0) return;
  // A failure shows when the span is selected.
  restTimer = setTimeout(() => view.spans.load(idOfSpan(model, span)).catch(() => undefined), PREFETCH_AFTER_MS);
}
