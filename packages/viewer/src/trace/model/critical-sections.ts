import type { CriticalPath } from '@tracewright/attribution';
import type { TimeRange } from './time-scale.ts';

/** For each span its sections of the critical path: `sections[offsets[i + 1]]` up to `offsets[i + 2]`, -1 being span 0. */
export interface SectionIndex {
  readonly offsets: Int32Array;
  readonly sections: Int32Array;
}

/** Sorts the sections of a path by span, in order of time within each; linear. */
export function sectionIndex(path: CriticalPath, spanCount: number): SectionIndex {
  const offsets = new Int32Array(spanCount + 2);
  for (const span of path.span) offsets[span + 2]!++;
  for (let at = 1; at < offsets.length; at++) offsets[at]! += offsets[at - 1]!;
  const next = offsets.slice();
  const sections = new Int32Array(path.span.length);
  for (let section = 0; section < path.span.length; section++) sections[next[path.span[section]! + 1]!++] = section;
  return { offsets, sections };
}

/** Width of the drawing in its own units. */
export const PATH_UNITS = 1_000;
/** Boxes are drawn at least this wide, since narrower ones could not be seen. */
const MIN_WIDTH = 2;
/** Boxes nearer to each other than this could not be told apart. */
const MIN_GAP = 4;

/** A box of the drawing and how much of it is on the path. */
interface Box {
  readonly left: number;
  right: number;
  covered: number;
}

/**
 * A span's share of the critical path as an SVG path of boxes, `PATH_UNITS` wide and one unit high; '' where it has
 * none in the range. Sections too near to each other are drawn as one if that box is mostly path, else the narrower
 * one is left out: a thousand moments of a long span must not look like all of it.
 */
export function sectionsAsSvgPath(path: CriticalPath, index: SectionIndex, span: number, range: TimeRange): string {
  const scale = PATH_UNITS / (range.toUs - range.fromUs);
  const boxes: Box[] = [];
  for (const section of index.sections.subarray(index.offsets[span + 1], index.offsets[span + 2])) {
    const left = Math.max(0, (path.startUs[section]! - range.fromUs) * scale);
    const right = Math.min(PATH_UNITS, (path.endUs[section]! - range.fromUs) * scale);
    if (right < left) continue;
    const box = { left, right, covered: right - left };
    const last = boxes.at(-1);
    if (!last || left - Math.max(last.right, last.left + MIN_WIDTH) >= MIN_GAP) {
      boxes.push(box);
    } else if (last.covered + box.covered >= (right - last.left) / 2) {
      last.right = right;
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
