import { shareAt, type TimeScale } from './time-scale.ts';

/** From and to, µs. */
export type Interval = readonly [fromUs: number, toUs: number];

/** Width of the drawing in its own units. */
export const PATH_UNITS = 1_000;
/** Boxes are drawn at least this wide, since narrower ones could not be seen. */
const MIN_WIDTH = 2;
/** Boxes nearer to each other than this could not be told apart. */
const MIN_GAP = 4;

/** A box of the drawing and how much of it is filled. */
interface Box {
  readonly left: number;
  right: number;
  covered: number;
}

/**
 * Intervals in order of start as an SVG path of boxes, `PATH_UNITS` wide and one unit high; '' where none is in sight.
 * Those too near to each other are drawn as one if that box is mostly filled, else the narrower one is left out: a
 * thousand moments of a long span must not look like all of it.
 */
export function intervalsAsSvgPath(intervals: Iterable<Interval>, scale: TimeScale): string {
  const boxes: Box[] = [];
  for (const [fromUs, toUs] of intervals) {
    const left = Math.max(0, shareAt(scale, fromUs)) * PATH_UNITS;
    const right = Math.min(1, shareAt(scale, toUs)) * PATH_UNITS;
    if (right < left) continue;
    const box = { left, right, covered: right - left };
    const last = boxes.at(-1);
    if (!last || left - Math.max(last.right, last.left + MIN_WIDTH) >= MIN_GAP) {
      boxes.push(box);
    } else if (last.covered + box.covered >= (right - last.left) / 2) {
      last.right = Math.max(last.right, right);
      last.covered += box.covered;
    } else if (box.covered > last.covered) boxes[boxes.length - 1] = box;
  }
  return boxes
    .map(({ left, right }) => `M${round(left)} 0H${round(Math.max(right, left + MIN_WIDTH))}V1H${round(left)}Z`)
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
