import type { HistogramAnswer, TimeBucket } from '@tracewright/schema';
import type { VNode } from 'preact';
import style from './bucket-chart.module.css';
import { type BucketRange, latencyTopMs } from './buckets.ts';

/** Drawn in a space of its own units, which the box stretches: 10 to a bucket, percent in height. */
const STEP = 10;
const GAP = 1.5;
/** Latency above, number of traces below. */
const LATENCY_HEIGHT = 68;
const COUNT_HEIGHT = 26;
const COUNT_BOTTOM = 100;

export interface BucketChartProps {
  readonly histogram: HistogramAnswer;
  readonly brush: BucketRange | undefined;
  readonly hovered: number | undefined;
}

/** The bars alone: what they mean is said in text beside them. */
export function BucketChart({ histogram: { time }, brush, hovered }: BucketChartProps): VNode {
  const topMs = latencyTopMs(time);
  const most = Math.max(1, ...time.map(({ count }) => count));
  const latencyHeight = (ms: number | null) =>
    ms === null ? 0 : Math.max(1.5, Math.min(1, ms / topMs) * LATENCY_HEIGHT);
  const countHeight = (count: number) => (count === 0 ? 0 : Math.max(4, (count / most) * COUNT_HEIGHT));
  return (
    <svg class={style.chart} viewBox={`0 0 ${time.length * STEP} 100`} preserveAspectRatio="none" aria-hidden="true">
      {hovered !== undefined && !brush && <Band from={hovered} to={hovered} name={style.hovered} />}
      {brush && (
        <Band from={Math.min(brush.anchor, brush.head)} to={Math.max(brush.anchor, brush.head)} name={style.brush} />
      )}
      <path class={style.p95} d={bars(time, ({ p95Ms }) => latencyHeight(p95Ms), LATENCY_HEIGHT)} />
      <path class={style.p50} d={bars(time, ({ p50Ms }) => latencyHeight(p50Ms), LATENCY_HEIGHT)} />
      <path class={style.count} d={bars(time, ({ count }) => countHeight(count), COUNT_BOTTOM)} />
      <path class={style.errors} d={bars(time, ({ errors }) => countHeight(errors), COUNT_BOTTOM)} />
    </svg>
  );
}

/** All bars of one kind as one shape: an element for each would be hundreds. @param bottom Where they stand. */
function bars(time: readonly TimeBucket[], heightOf: (bucket: TimeBucket) => number, bottom: number): string {
  return time
    .map((bucket, at) => {
      const height = heightOf(bucket);
      return height === 0 ? '' : `M${at * STEP + GAP / 2} ${bottom}v${-height.toFixed(2)}h${STEP - GAP}V${bottom}z`;
    })
    .join('');
}

function Band(props: { readonly from: number; readonly to: number; readonly name: string | undefined }): VNode {
  return (
    <rect class={props.name} x={props.from * STEP} width={(props.to - props.from + 1) * STEP} y={0} height={100} />
  );
}
