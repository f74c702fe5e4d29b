import type { CriticalPath } from '@tracewright/attribution';
import { type Interval, intervalsAsSvgPath } from './time-boxes.ts';
import type { TimeScale } from './time-scale.ts';

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

/** Paths that are not quick to draw, by scale and span: a root may have a section for each other span. */
const drawn = new WeakMap<TimeScale, Map<number, string>>();
const MANY_SECTIONS = 100;

/** A span's share of the critical path as an SVG path; '' where it has none in sight. */
export function sectionsAsSvgPath(path: CriticalPath, index: SectionIndex, span: number, scale: TimeScale): string {
  if (index.offsets[span + 2]! - index.offsets[span + 1]! < MANY_SECTIONS) return draw(path, index, span, scale);
  const ofScale = drawn.get(scale) ?? new Map<number, string>();
  drawn.set(scale, ofScale);
  const known = ofScale.get(span) ?? draw(path, index, span, scale);
  ofScale.set(span, known);
  return known;
}

function draw(path: CriticalPath, index: SectionIndex, span: number, scale: TimeScale): string {
  const sections = index.sections.subarray(index.offsets[span + 1], index.offsets[span + 2]);
  return intervalsAsSvgPath(
    Array.from(sections, (section): Interval => [path.startUs[section]!, path.endUs[section]!]),
    scale,
  );
}
