import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatDuration } from '../../format/duration.ts';
import { useCanvas } from '../canvas/use-canvas.ts';
import { ColourKeys } from '../colouring/colour-keys.tsx';
import { spanColours } from '../colouring/span-colours.ts';
import { momentAt } from '../model/time-scale.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { rowData } from '../waterfall/row-data.ts';
import { AXIS_PX, drawFlame, LANE_PX, spanAt } from './draw-flame.ts';
import style from './flame-graph.module.css';
import { flameKey } from './flame-keys.ts';

interface Hover {
  readonly span: number;
  readonly x: number;
  readonly y: number;
}

/** The spans of a trace as boxes, what is inside a span below it. The tree of the waterfall says the same in text. */
export function FlameGraph({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const scroller = useRef<HTMLDivElement>(null);
  const scrollTop = useSignal(0);
  const hover = useSignal<Hover | undefined>(undefined);
  const scale = view.scale.value;
  const selected = view.selected.value ?? 0;
  const by = view.colouring.value;
  const matches = view.matches.value;
  const colours = useMemo(() => spanColours(model, by), [model, by]);
  const top = scrollTop.value;
  const canvas = useCanvas((frame) =>
    drawFlame(frame, model, {
      scale,
      top,
      selected,
      matches: matches.length > 0 ? new Set(matches) : undefined,
      showsPath: view.showsCriticalPath.peek(),
      spanColours: colours,
    }),
  );
  // Read here, so that a change draws again.
  view.showsCriticalPath.value;
  const selectedRow = model.lanes.rowOf[selected < 0 ? 0 : model.order.positionOf[selected]!] ?? 0;

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const y = selectedRow * LANE_PX;
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + LANE_PX + AXIS_PX > box.scrollTop + box.clientHeight)
      box.scrollTop = y + LANE_PX + AXIS_PX - box.clientHeight;
  }, [selectedRow]);

  // Not passive, or the page would zoom along.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    const wheel = (event: WheelEvent) => {
      const isZoom = event.ctrlKey || event.metaKey;
      const panPx = event.shiftKey ? event.deltaY : event.deltaX;
      if (!isZoom && Math.abs(panPx) < 1) return;
      event.preventDefault();
      const { left, width } = box.getBoundingClientRect();
      const now = view.scale.peek();
      if (isZoom) zoomAt(view, momentAt(now, (event.clientX - left) / width), event.deltaY > 0 ? 1.25 : 0.8);
      else pan(view, panPx / width);
    };
    box.addEventListener('wheel', wheel, { passive: false });
    return () => box.removeEventListener('wheel', wheel);
  }, [view]);

  const at = (event: MouseEvent & { readonly currentTarget: HTMLElement }): number | undefined => {
    const { left, top: boxTop, width } = event.currentTarget.getBoundingClientRect();
    return spanAt(model, view.scale.peek(), (event.clientX - left) / width, event.clientY - boxTop + scrollTop.peek());
  };
  const words = describe(model, selected);
  return (
    <div class={style.view}>
      <div
        class={style.scroll}
        ref={scroller}
        role="group"
        tabIndex={0}
        aria-roledescription="flame graph"
        aria-label="Flame graph: arrow keys go from span to span, plus and minus zoom"
        onScroll={(event) => {
          scrollTop.value = event.currentTarget.scrollTop;
        }}
        onPointerMove={(event) => {
          const span = at(event);
          hover.value = span === undefined ? undefined : { span, x: event.clientX, y: event.clientY };
        }}
        onPointerLeave={() => {
          hover.value = undefined;
        }}
        onClick={(event) => {
          const span = at(event);
          if (span !== undefined) view.select(span);
        }}
        onDblClick={() => view.zoomToSelected()}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const { fromUs, toUs } = view.scale.peek();
          if (event.key === '+' || event.key === '=') zoomAt(view, (fromUs + toUs) / 2, 0.7);
          else if (event.key === '-') zoomAt(view, (fromUs + toUs) / 2, 1.4);
          else {
            const next = flameKey(event.key, model, view.selected.peek() ?? 0);
            if (next === undefined) return;
            view.select(next);
          }
          event.preventDefault();
        }}
      >
        <canvas class={style.canvas} ref={canvas} />
        <div style={{ height: `${Math.max(0, AXIS_PX + model.lanes.count * LANE_PX)}px` }} class={style.filler} />
      </div>
      {hover.value && <Tip hover={hover.value} model={model} />}
      <div class={style.foot}>
        <span role="status">{words}</span>
        {colours.keys.length > 0 && <ColourKeys colours={colours} />}
        <span class={style.keys} aria-hidden="true">
          <kbd>←↑↓→</kbd> spans · <kbd>+</kbd> <kbd>−</kbd> <kbd>z</kbd> zoom
        </span>
      </div>
    </div>
  );
}

function Tip({ hover, model }: { readonly hover: Hover; readonly model: TraceModel }): VNode {
  const isRight = hover.x > innerWidth - 320;
  const place = isRight ? { right: `${innerWidth - hover.x + 12}px` } : { left: `${hover.x + 12}px` };
  return (
    <p class={style.tip} style={{ ...place, top: `${hover.y + 14}px` }} aria-hidden="true">
      {describe(model, hover.span)}
    </p>
  );
}

function describe(model: TraceModel, span: number): string {
  const data = rowData(model, span);
  const parts = [data.name || '(no name)', data.isRunning ? 'running' : formatDuration(data.endUs - data.startUs)];
  if (data.ttftUs !== undefined) parts.push(`first token ${formatDuration(data.ttftUs)}`);
  const criticalUs = model.criticalUs[span] ?? 0;
  if (criticalUs > 0) parts.push(`critical ${formatDuration(criticalUs)}`);
  if (data.isError) parts.push('failed');
  return parts.join(' · ');
}

function zoomAt(view: TraceView, us: number, factor: number): void {
  const { fromUs, toUs } = view.scale.peek();
  view.zoomTo({ fromUs: us - (us - fromUs) * factor, toUs: us + (toUs - us) * factor });
}

/** @param share Of what is shown; to later times where positive. */
function pan(view: TraceView, share: number): void {
  const { fromUs, toUs } = view.scale.peek();
  const durationUs = view.model.peek()?.skeleton.durationUs ?? 0;
  const us = Math.min(Math.max((toUs - fromUs) * share, -fromUs), durationUs - toUs);
  if (us !== 0) view.zoomTo({ fromUs: fromUs + us, toUs: toUs + us });
}
