import type { HistogramAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import style from './bucket-chart.module.css';
import { type BucketRange, latencyTopMs } from './buckets.ts';

/** Drawn in a space of its own units, which the box stretches: 10 to a bucket, percent in height. */
const STEP = 10;
const GAP = 1.5;
/** Latency above, number of traces below. */
const LATENCY_HEIGHT = 68;
const COUNT_TOP = 74;
const COUNT_HEIGHT = 26;

export interface BucketChartProps {
  readonly histogram: HistogramAnswer;
  readonly brush: BucketRange | undefined;
  readonly hovered: number | undefined;
}

/** The bars alone: what they mean is said in text beside them. */
export function BucketChart({ histogram: { time }, brush, hovered }: BucketChartProps): VNode {
  const topMs = latencyTopMs(time);
  const most = Math.max(1, ...time.map(({ count }) => count));
  const latencyBar = (at: number, ms: number | null, name: string | undefined) => {
    if (ms === null) return null;
    const height = Math.max(1.5, Math.min(1, ms / topMs) * LATENCY_HEIGHT);
    return <rect class={name} x={at * STEP + GAP / 2} width={STEP - GAP} y={LATENCY_HEIGHT - height} height={height} />;
  };
  const countBar = (at: number, count: number, name: string | undefined) => {
    if (count === 0) return null;
    const height = Math.max(4, (count / most) * COUNT_HEIGHT);
    return (
      <rect
        class={name}
        x={at * STEP + GAP / 2}
        width={STEP - GAP}
        y={COUNT_TOP + COUNT_HEIGHT - height}
        height={height}
      />
    );
  };
  return (
    <svg class={style.chart} viewBox={`0 0 ${time.length * STEP} 100`} preserveAspectRatio="none" aria-hidden="true">
      {hovered !== undefined && !brush && <Band from={hovered} to={hovered} name={style.hovered} />}
      {brush && (
        <Band from={Math.min(brush.anchor, brush.head)} to={Math.max(brush.anchor, brush.head)} name={style.brush} />
      )}
      {time.map(({ startNs, p50Ms, p95Ms, count, errors }, at) => (
        <g key={startNs}>
          {latencyBar(at, p95Ms, style.p95)}
          {latencyBar(at, p50Ms, style.p50)}
          {countBar(at, count, style.count)}
          {countBar(at, errors, style.errors)}
        </g>
      ))}
    </svg>
  );
}

function Band(props: { readonly from: number; readonly to: number; readonly name: string | undefined }): VNode {
  return (
    <rect class={props.name} x={props.from * STEP} width={(props.to - props.from + 1) * STEP} y={0} height={100} />
  );
}
