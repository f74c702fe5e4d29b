import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import type { TraceView } from '../trace-view.ts';
import style from './minimap.module.css';

export interface ZoomHandleProps {
  readonly view: TraceView;
  /** Which end of the part that is shown it moves. */
  readonly edge: 'fromUs' | 'toUs';
  readonly durationUs: number;
  readonly momentOf: (event: PointerEvent) => number;
}

/** One end of the part that is shown, moved by pointer or arrow keys. */
export function ZoomHandle({ view, edge, durationUs, momentOf }: ZoomHandleProps): VNode {
  const range = view.zoom.value ?? { fromUs: 0, toUs: durationUs };
  const us = range[edge];
  const move = (wantedUs: number) => {
    const now = view.zoom.peek() ?? { fromUs: 0, toUs: durationUs };
    const least = Math.max(1, durationUs / 10_000);
    const limits = edge === 'fromUs' ? ([0, now.toUs - least] as const) : ([now.fromUs + least, durationUs] as const);
    view.zoomTo({ ...now, [edge]: Math.min(Math.max(wantedUs, limits[0]), limits[1]) });
  };
  const step = (key: string): number | undefined =>
    ({ ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1 })[key];
  return (
    <span
      class={style.handle}
      style={{ left: `${(us / durationUs) * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={edge === 'fromUs' ? 'Start of the part shown' : 'End of the part shown'}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationUs)}
      aria-valuenow={Math.round(us)}
      aria-valuetext={formatDuration(us)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.buttons === 1) move(momentOf(event));
      }}
      onKeyDown={(event) => {
        const share = step(event.key);
        if (share === undefined) return;
        event.preventDefault();
        move(us + share * durationUs);
      }}
    />
  );
}
