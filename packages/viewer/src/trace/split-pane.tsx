import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { classNames } from '../ui/class-names.ts';
import { readStored, writeStored } from '../ui/stored.ts';
import style from './split-pane.module.css';

const MIN_PERCENT = 20;
const MAX_PERCENT = 75;
const KEY_STEP_PERCENT = 2;

/** How the second pane lies, and what differs with it. */
const SIDES = {
  right: { storageKey: 'tracewright.detail-width', usual: 38, grows: 'ArrowLeft', shrinks: 'ArrowRight' },
  bottom: { storageKey: 'tracewright.detail-height', usual: 45, grows: 'ArrowUp', shrinks: 'ArrowDown' },
} as const;

export interface SplitPaneProps {
  readonly first: ComponentChildren;
  readonly second: ComponentChildren;
  /** Where the second one is. */
  readonly side: keyof typeof SIDES;
}

/** Two panes with a border that can be moved, by pointer or arrow keys; the place is remembered, for each side. */
export function SplitPane({ first, second, side }: SplitPaneProps): VNode {
  const { storageKey, usual, grows, shrinks } = SIDES[side];
  const element = useRef<HTMLDivElement>(null);
  const stored = Number(readStored(storageKey) ?? usual);
  const percent = useSignal(stored >= MIN_PERCENT && stored <= MAX_PERCENT ? stored : usual);
  const resize = (wanted: number) => {
    percent.value = Math.min(Math.max(wanted, MIN_PERCENT), MAX_PERCENT);
    writeStored(storageKey, percent.value.toFixed(1));
  };
  const drag = (event: PointerEvent) => {
    const box = element.current?.getBoundingClientRect();
    if (!box || event.buttons !== 1) return;
    resize(
      side === 'right'
        ? ((box.right - event.clientX) / box.width) * 100
        : ((box.bottom - event.clientY) / box.height) * 100,
    );
  };
  const tracks = `minmax(0, 1fr) ${percent.value}%`;
  return (
    <div
      class={style.split}
      ref={element}
      style={side === 'right' ? { gridTemplateColumns: tracks } : { gridTemplateRows: tracks }}
    >
      <div class={style.pane}>{first}</div>
      <div class={style.pane}>
        <div
          class={classNames(style.handle, style[side])}
          role="separator"
          tabIndex={0}
          aria-orientation={side === 'right' ? 'vertical' : 'horizontal'}
          aria-label={side === 'right' ? 'Width of the details' : 'Height of the details'}
          aria-valuenow={Math.round(percent.value)}
          aria-valuemin={MIN_PERCENT}
          aria-valuemax={MAX_PERCENT}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onDblClick={() => resize(usual)}
          onKeyDown={(event) => {
            if (event.key === grows) resize(percent.value + KEY_STEP_PERCENT);
            else if (event.key === shrinks) resize(percent.value - KEY_STEP_PERCENT);
          }}
        />
        {second}
      </div>
    </div>
  );
}
