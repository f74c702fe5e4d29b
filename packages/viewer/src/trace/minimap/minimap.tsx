import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { formatDuration } from '../../format/duration.ts';
import { type CanvasFrame, useCanvas } from '../canvas/use-canvas.ts';
import type { TimeRange } from '../model/time-scale.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { type Density, density } from './density.ts';
import style from './minimap.module.css';
import { ZoomHandle } from './zoom-handle.tsx';

/** A shorter drag is a click. */
const MIN_DRAG_PX = 4;
const PATH_PX = 5;

/** The whole time of a trace: how much ran, what it waited for, and the part that is shown, which a drag chooses. */
export function Minimap({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const known = useMemo(() => ({ width: 0, density: undefined as Density | undefined }), [model]);
  const drag = useSignal<TimeRange | undefined>(undefined);
  const durationUs = Math.max(1, model.skeleton.durationUs);
  const showsPath = view.showsCriticalPath.value;
  const canvas = useCanvas((frame) => {
    const width = Math.max(1, Math.round(frame.width));
    if (known.width !== width) Object.assign(known, { width, density: density(model, width) });
    if (known.density) draw(frame, known.density, showsPath);
  });
  const shown = drag.value ?? view.zoom.value;
  const momentOf = (event: PointerEvent): number => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.min(1, Math.max(0, (event.clientX - left) / width)) * durationUs;
  };
  const startUs = useRef(0);
  const percent = (us: number) => `${(us / durationUs) * 100}%`;

  return (
    <div class={style.minimap}>
      <div
        class={style.box}
        ref={box}
        role="group"
        aria-label="Part of the time that is shown"
        title="Drag to zoom; double-click for the whole trace"
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target as Element).closest('[role=slider]')) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          startUs.current = momentOf(event);
          drag.value = { fromUs: startUs.current, toUs: startUs.current };
        }}
        onPointerMove={(event) => {
          if (!drag.value) return;
          const us = momentOf(event);
          drag.value = { fromUs: Math.min(startUs.current, us), toUs: Math.max(startUs.current, us) };
        }}
        onPointerUp={(event) => {
          const range = drag.value;
          drag.value = undefined;
          const width = event.currentTarget.clientWidth;
          if (range && ((range.toUs - range.fromUs) / durationUs) * width >= MIN_DRAG_PX) view.zoomTo(range);
        }}
        onPointerCancel={() => {
          drag.value = undefined;
        }}
        onDblClick={() => {
          view.zoom.value = undefined;
        }}
      >
        <canvas class={style.canvas} ref={canvas} />
        {shown && (
          <>
            <span class={style.outside} style={{ left: 0, width: percent(shown.fromUs) }} />
            <span class={style.outside} style={{ left: percent(shown.toUs), right: 0 }} />
            <span
              class={style.window}
              style={{ left: percent(shown.fromUs), width: percent(shown.toUs - shown.fromUs) }}
            />
          </>
        )}
        {drag.value && (
          <span class={style.length} style={{ left: percent(drag.value.toUs) }}>
            {formatDuration(drag.value.toUs - drag.value.fromUs)}
          </span>
        )}
        <ZoomHandle view={view} edge="fromUs" durationUs={durationUs} momentOf={momentOf} />
        <ZoomHandle view={view} edge="toUs" durationUs={durationUs} momentOf={momentOf} />
      </div>
    </div>
  );
}

function draw(
  { context, height, colours }: CanvasFrame,
  { all, calls, path, errors }: Density,
  showsPath: boolean,
): void {
  const areaPx = height - PATH_PX - 3;
  const most = all.reduce((highest, count) => Math.max(highest, count), 1);
  // Roots make one running span visible beside fifty.
  const heightOf = (count: number) => Math.sqrt(Math.max(0, count) / most) * areaPx;
  for (let column = 0; column < path.length; column++) {
    const bar = heightOf(all[column]!);
    if (bar >= 0.5) {
      context.fillStyle = colours.lineStrong;
      context.fillRect(column, areaPx - bar, 1, bar);
    }
    const callBar = bar * (all[column]! > 0 ? Math.min(1, calls[column]! / all[column]!) : 0);
    if (callBar >= 0.5) {
      context.fillStyle = colours.kinds[1] ?? colours.text;
      context.fillRect(column, areaPx - callBar, 1, callBar);
    }
    if (showsPath && path[column] !== -1) {
      context.fillStyle = colours.kinds[path[column]!] ?? colours.text;
      context.fillRect(column, height - PATH_PX, 1, PATH_PX);
    }
    if (errors[column] === 1) {
      context.fillStyle = colours.error;
      context.fillRect(column - 1, 0, 3, 4);
    }
  }
}
