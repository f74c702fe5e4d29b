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

/** Narrower sections would be too thin to see. */
const MIN_UNITS = 3;

/** Width of the drawing in its own units; sections nearer to each other than one unit are drawn as one. */
export const PATH_UNITS = 1_000;

/**
 * A span's share of the critical path as an SVG path of boxes, `PATH_UNITS` wide and one unit high; '' where it has
 * none in the range. However many sections there are, the path has at most `PATH_UNITS` boxes.
 */
export function sectionsAsSvgPath(path: CriticalPath, index: SectionIndex, span: number, range: TimeRange): string {
  const scale = PATH_UNITS / (range.toUs - range.fromUs);
  const boxes: string[] = [];
  let left = Number.NaN;
  let right = Number.NaN;
  const close = () => {
    if (right >= left) boxes.push(`M${round(left)} 0H${round(Math.max(right, left + MIN_UNITS))}V1H${round(left)}Z`);
  };
  for (const section of index.sections.subarray(index.offsets[span + 1], index.offsets[span + 2])) {
    const from = Math.max(0, (path.startUs[section]! - range.fromUs) * scale);
    const to = Math.min(PATH_UNITS, (path.endUs[section]! - range.fromUs) * scale);
    if (to < 0 || from > PATH_UNITS) continue;
    if (from <= right + 1) right = Math.max(right, to);
    else {
      close();
      left = from;
      right = to;
    }
  }
  close();
  return boxes.join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
