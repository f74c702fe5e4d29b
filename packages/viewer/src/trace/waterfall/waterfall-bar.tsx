import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { classNames } from '../../ui/class-names.ts';
import { kindClass } from '../../ui/kind.tsx';
import { PATH_UNITS, type SectionIndex, sectionsAsSvgPath } from '../model/critical-sections.ts';
import { extentOf, type TimeRange } from '../model/time-scale.ts';
import type { TraceModel } from '../model/trace-model.ts';
import { type RowData, rowData } from './row-data.ts';
import style from './waterfall-bar.module.css';

export interface WaterfallBarProps {
  readonly model: TraceModel;
  readonly span: number;
  readonly range: TimeRange;
  /** Absent where the critical path is not shown. */
  readonly sections: SectionIndex | undefined;
}

/** A span in time: waiting for the first token hatched, the rest solid, its part of the critical path underlined. */
export function WaterfallBar({ model, span, range, sections }: WaterfallBarProps): VNode {
  const data = rowData(model, span);
  const extent = extentOf(range, data.startUs, data.endUs);
  const critical = sections ? sectionsAsSvgPath(model.path, sections, span, range) : '';
  const length = data.endUs - data.startUs;
  const waitShare = data.ttftUs === undefined || length <= 0 ? 0 : Math.min(1, data.ttftUs / length);
  return (
    <span class={style.cell} role="gridcell" aria-label={describe(data)} title={describe(data)}>
      {extent && (
        <span
          class={classNames(
            style.bar,
            kindClass(data.kind),
            data.isError && style.failed,
            data.isRunning && style.running,
            (data.kind === 'chain' || data.kind === 'task' || data.kind === 'agent') && style.container,
          )}
          style={{ left: `${extent.left * 100}%`, width: `${extent.width * 100}%` }}
        >
          {waitShare > 0 && <span class={style.wait} style={{ width: `${waitShare * 100}%` }} />}
        </span>
      )}
      {critical !== '' && (
        <svg class={style.path} viewBox={`0 0 ${PATH_UNITS} 1`} preserveAspectRatio="none" aria-hidden="true">
          <path d={critical} />
        </svg>
      )}
    </span>
  );
}

function describe({ startUs, endUs, ttftUs, isRunning, outlivesParent }: RowData): string {
  const parts = [
    `starts at ${formatDuration(startUs)}`,
    isRunning ? 'still running' : `lasts ${formatDuration(endUs - startUs)}`,
  ];
  if (ttftUs !== undefined) parts.push(`first token after ${formatDuration(ttftUs)}`);
  if (outlivesParent) parts.push('ends after its parent');
  return parts.join(', ');
}
