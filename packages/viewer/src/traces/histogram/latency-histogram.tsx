import type { HistogramAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { askedTraces, isFromNow, type TraceFilter } from '../../api/asked.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { formatDuration } from '../../format/duration.ts';
import { classNames } from '../../ui/class-names.ts';
import type { TimeRange } from '../../url/time-range.ts';
import { useNow } from '../../url/use-now.ts';
import { BucketChart } from './bucket-chart.tsx';
import { bucketFacts, rangeFacts } from './bucket-facts.ts';
import { BucketTable } from './bucket-table.tsx';
import { type BucketRange, bucketAt, latencyTopMs, rangeOfBuckets } from './buckets.ts';
import style from './latency-histogram.module.css';

const REFRESH_MS = 15_000;

export interface LatencyHistogramProps {
  readonly filter: TraceFilter;
  /** Whether it is time to ask for it. */
  readonly isAsked: boolean;
  readonly onRange: (range: TimeRange) => void;
}

/** Latency and number of traces over time. A stretch of it, drawn with the pointer or the arrow keys, filters. */
export function LatencyHistogram({ filter, isAsked, onRange }: LatencyHistogramProps): VNode {
  const nowMs = useNow(isFromNow(filter) ? REFRESH_MS : undefined);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const path = useMemo(() => `/api/v1/histogram?${askedTraces(filter, { zone }, nowMs)}`, [filter, zone, nowMs]);
  const { value: histogram } = useAnswer<HistogramAnswer>(isAsked ? path : undefined, REFRESH_MS);
  const [brush, setBrush] = useState<BucketRange>();
  const [hovered, setHovered] = useState<number>();
  const [isTable, setTable] = useState(false);
  if (!histogram || histogram.time.length === 0) return <div class={style.box} />;

  const count = histogram.time.length;
  const apply = (range: BucketRange) => {
    setBrush(undefined);
    onRange(rangeOfBuckets(histogram, range));
  };
  const pointed = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return bucketAt(count, (event.clientX - left) / width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined) {
      const head = brush ? Math.min(Math.max(brush.head + by, 0), count - 1) : by < 0 ? count - 1 : 0;
      setBrush({ anchor: event.shiftKey && brush ? brush.anchor : head, head });
    } else if (event.key === 'Enter' && brush) apply(brush);
    else if (event.key === 'Escape' && brush) setBrush(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div class={classNames(style.box, isTable && style.tall)}>
      <div class={style.head}>
        <p class={style.facts} aria-live="polite">
          {brush || hovered === undefined
            ? rangeFacts(histogram, brush ?? { anchor: 0, head: count - 1 })
            : bucketFacts(histogram, hovered)}
        </p>
        <p class={style.legend}>
          <span class={style.p50} /> p50 <span class={style.p95} /> p95, up to{' '}
          {formatDuration(latencyTopMs(histogram.time) * 1_000)} <span class={style.count} /> traces{' '}
          <span class={style.errors} /> errors
        </p>
        <button type="button" class={style.toggle} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Table
        </button>
      </div>
      {isTable ? (
        <BucketTable histogram={histogram} onBucket={(at) => apply({ anchor: at, head: at })} />
      ) : (
        <div
          class={style.chart}
          role="group"
          tabIndex={0}
          aria-label="Latency over time. Arrow keys choose a time, with Shift a stretch; Enter filters by it."
          onKeyDown={onKeyDown}
          onBlur={() => setBrush(undefined)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const at = pointed(event);
            setBrush({ anchor: at, head: at });
          }}
          onPointerMove={(event) => {
            const at = pointed(event);
            setHovered(at);
            if (brush && event.currentTarget.hasPointerCapture(event.pointerId)) setBrush({ ...brush, head: at });
          }}
          onPointerLeave={() => setHovered(undefined)}
          onPointerUp={(event) => {
            if (brush && event.currentTarget.hasPointerCapture(event.pointerId)) apply(brush);
          }}
          onPointerCancel={() => setBrush(undefined)}
        >
          <BucketChart histogram={histogram} brush={brush} hovered={hovered} />
        </div>
      )}
    </div>
  );
}
