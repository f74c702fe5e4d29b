import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import style from './split-pane.module.css';

const STORAGE_KEY = 'tracewright.detail-width';
const MIN_PERCENT = 25;
const MAX_PERCENT = 65;
const DEFAULT_PERCENT = 38;
const KEY_STEP_PERCENT = 2;

/** Two panes with a border that can be moved, by pointer or arrow keys; the place is remembered. */
export function SplitPane({
  left,
  right,
}: {
  readonly left: ComponentChildren;
  readonly right: ComponentChildren;
}): VNode {
  const element = useRef<HTMLDivElement>(null);
  const percent = useSignal(storedPercent());
  const resize = (wanted: number) => {
    percent.value = Math.min(Math.max(wanted, MIN_PERCENT), MAX_PERCENT);
    try {
      localStorage.setItem(STORAGE_KEY, percent.value.toFixed(1));
    } catch {
      // Storage can be forbidden; the width then lasts as long as the page.
    }
  };
  const drag = (event: PointerEvent) => {
    const box = element.current?.getBoundingClientRect();
    if (box && event.buttons === 1) resize(((box.right - event.clientX) / box.width) * 100);
  };
  return (
    <div class={style.split} ref={element} style={{ gridTemplateColumns: `minmax(0, 1fr) ${percent.value}%` }}>
      <div class={style.pane}>{left}</div>
      <div class={style.pane}>
        <div
          class={style.handle}
          role="separator"
          tabIndex={0}
          aria-orientation="vertical"
          aria-label="Width of the details"
          aria-valuenow={Math.round(percent.value)}
          aria-valuemin={MIN_PERCENT}
          aria-valuemax={MAX_PERCENT}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') resize(percent.value + KEY_STEP_PERCENT);
            else if (event.key === 'ArrowRight') resize(percent.value - KEY_STEP_PERCENT);
          }}
        />
        {right}
      </div>
    </div>
  );
}

function storedPercent(): number {
  try {
    const stored = Number(localStorage.getItem(STORAGE_KEY));
    return stored >= MIN_PERCENT && stored <= MAX_PERCENT ? stored : DEFAULT_PERCENT;
  } catch {
    return DEFAULT_PERCENT;
  }
}
