import type { HistogramAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatMoment } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import style from './bucket-table.module.css';
import { bucketMs } from './buckets.ts';

const COLUMNS = [
  { title: 'From' },
  { title: 'Traces', isNumber: true },
  { title: 'Errors', isNumber: true },
  { title: 'p50', isNumber: true },
  { title: 'p95', isNumber: true },
];

export interface BucketTableProps {
  readonly histogram: HistogramAnswer;
  readonly onBucket: (at: number) => void;
}

/** The numbers of the chart, the newest time first; times without traces are left out. */
export function BucketTable({ histogram, onBucket }: BucketTableProps): VNode {
  const nowMs = Date.now();
  const rows = [...histogram.time.entries()].filter(([, { count }]) => count > 0).reverse();
  return (
    <div class={style.table}>
      <DataTable
        caption="Latency and number of traces over time"
        isCaptionHidden
        columns={COLUMNS}
        rows={rows.map(([at, { count, errors, p50Ms, p95Ms }]) => [
          <button key={at} type="button" class={style.time} onClick={() => onBucket(at)}>
            {formatMoment(bucketMs(histogram, at)[0], nowMs)}
          </button>,
          formatCount(count),
          formatCount(errors),
          latency(p50Ms),
          latency(p95Ms),
        ])}
      />
    </div>
  );
}

function latency(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms * 1_000);
}
