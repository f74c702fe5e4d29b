import type { VNode } from 'preact';
import style from './filter-marks.module.css';
import type { FilterFault } from './use-filter-check.ts';

export interface FilterMarksProps {
  readonly filter: string;
  readonly fault: FilterFault;
  /** How far the box's text is scrolled, px. */
  readonly scrolledPx: number;
}

/** A copy of the box's text, of which only the underline of what is wrong can be seen. */
export function FilterMarks({ filter, fault, scrolledPx }: FilterMarksProps): VNode {
  const wrong = filter.slice(fault.start, fault.end);
  return (
    <div class={style.marks} aria-hidden="true">
      <span style={{ transform: `translateX(${-scrolledPx}px)` }}>
        {filter.slice(0, fault.start)}
        {/* Where something is missing there is nothing to underline but the place itself. */}
        <mark class={style.wrong}>{wrong === '' ? '\u00a0' : wrong}</mark>
      </span>
    </div>
  );
}
