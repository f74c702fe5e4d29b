import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useWindow } from '../../window/use-window.ts';
import { isFolded } from '../model/folding.ts';
import type { TimeRange } from '../model/time-scale.ts';
import { idOfSpan, type TraceModel } from '../model/trace-model.ts';
import { treeAction } from '../model/tree-keys.ts';
import type { TraceView } from '../trace-view.ts';
import { TimeAxis, TimeGrid } from './time-axis.tsx';
import style from './waterfall.module.css';
import { WaterfallBar } from './waterfall-bar.tsx';
import { WaterfallRow } from './waterfall-row.tsx';
import { WaterfallTools } from './waterfall-tools.tsx';

export const ROW_PX = 28;
/** Also in waterfall.module.css. */
const HEADER_PX = 28;
/** A pointer that rests on a row this long is likely to click it. */
const PREFETCH_AFTER_MS = 80;

/** The spans of a trace as a tree with a bar each. */
export function Waterfall({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const { order } = model;
  const rows = view.rows.value;
  const folding = view.folding.value;
  const selected = view.selected.value ?? 0;
  const selectedRow = view.rowOf(selected);
  const { ref, range, scrollToRow } = useWindow<HTMLDivElement>(rows.length, ROW_PX, HEADER_PX);
  const focusNext = useRef(false);
  const isNarrow = useMedia('(max-width: 860px)');
  const maxTicks = isNarrow ? 3 : 7;
  const hasTokens = useMemo(() => model.skeleton.inputTokens.some((count) => count >= 0), [model]);
  const time: TimeRange = view.zoom.value ?? { fromUs: 0, toUs: Math.max(1, model.skeleton.durationUs) };

  const foldedAt = (row: number) => isFolded(folding, idOfSpan(model, order.spans[rows[row]!]!));
  // Reads the state of this moment: keys can come faster than the page is drawn.
  const press = (key: string) => {
    const now = view.rows.peek();
    const action = treeAction(key, {
      order,
      rows: now,
      row: view.rowOf(view.selected.peek() ?? 0),
      isFolded: (row) => isFolded(view.folding.peek(), idOfSpan(model, order.spans[now[row]!]!)),
      pageRows: Math.max(1, Math.floor((ref.current?.clientHeight ?? 0) / ROW_PX) - 2),
    });
    if (!action) return;
    focusNext.current = true;
    const span = order.spans[now[action.row]!]!;
    if (action.type === 'go') view.select(span);
    else view.setFolded(span, action.type === 'fold');
  };

  useEffect(() => onPageKeys(Object.fromEntries(['j', 'k', 'h', 'l'].map((key) => [key, () => press(key)]))));

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
  const path = view.showsCriticalPath.value ? view.sections.value : undefined;

  return (
    <div class={classNames(style.waterfall, !hasTokens && style.plain)}>
      <WaterfallTools view={view} />
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
        <TimeAxis range={time} maxTicks={maxTicks} />
        <div class={style.rows} role="rowgroup" style={{ height: `${rows.length * ROW_PX}px` }}>
          <TimeGrid range={time} maxTicks={maxTicks} />
          {shown.map((row) => {
            const position = rows[row]!;
            const span = order.spans[position]!;
            return (
              <WaterfallRow
                key={idOfSpan(model, span)}
                model={model}
                position={position}
                row={row}
                indentPx={isNarrow ? 8 : 14}
                isSelected={row === selectedRow}
                isFolded={foldedAt(row)}
                onSelect={() => view.select(span)}
                onFold={(folded) => {
                  focusNext.current = true;
                  view.select(span);
                  view.setFolded(span, folded);
                }}
                onRest={() => prefetchAfterRest(view, span)}
              >
                <WaterfallBar model={model} span={span} range={time} sections={path} />
              </WaterfallRow>
            );
          })}
        </div>
      </div>
      <div class={style.foot}>
        <p role="status">
          <Counts shown={rows.length - (order.hasWholeTraceRow ? 1 : 0)} model={model} />
        </p>
        <p class={style.keys} aria-hidden="true">
          <kbd>j</kbd> <kbd>k</kbd> move · <kbd>h</kbd> <kbd>l</kbd> fold · <kbd>[</kbd> <kbd>]</kbd> other traces
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
      {formatCount(shown)} of {formatCount(spanCount)} spans
      {shown < count && `, ${formatCount(count - shown)} folded away`}
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
