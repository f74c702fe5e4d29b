import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { onColours } from '../../ui/colours.ts';
import { type CanvasColours, readColours } from './canvas-colours.ts';

export interface CanvasFrame {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly colours: CanvasColours;
}

/**
 * Draws a canvas that fills its place: after every render, and when its size or the theme changes, once a frame.
 *
 * @param draw Begins on an empty canvas whose units are CSS pixels.
 */
export function useCanvas(draw: (frame: CanvasFrame) => void): RefObject<HTMLCanvasElement> {
  const ref = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  const schedule = useRef<() => void>();
  latest.current = draw;

  useLayoutEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    let frame = 0;
    schedule.current = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => paint(canvas, latest.current));
    };
    const size = new ResizeObserver(schedule.current);
    size.observe(canvas);
    const stopColours = onColours((isForPaper) => {
      if (isForPaper) paint(canvas, latest.current);
      else schedule.current?.();
    });
    return () => {
      cancelAnimationFrame(frame);
      size.disconnect();
      stopColours();
    };
  }, []);
  useLayoutEffect(() => schedule.current?.());
  return ref;
}

function paint(canvas: HTMLCanvasElement, draw: (frame: CanvasFrame) => void): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  draw({ context, width, height, colours: readColours(canvas) });
}
