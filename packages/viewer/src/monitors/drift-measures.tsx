import type { DriftMeasure, DriftReading } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import { DataTable } from '../ui/data-table.tsx';
import style from './monitors.module.css';
import { SparkLine } from './spark-line.tsx';

const BY = { ks: 'Kolmogorov–Smirnov', js: 'Jensen–Shannon', psi: 'stability index', cosine: 'centroids' } as const;
/** As rarely chance alone would show as much. */
const SIGNIFICANT = 0.05;

export interface DriftMeasuresProps {
  readonly name: string;
  readonly reading: DriftReading;
  /** Earlier ones, oldest first. */
  readonly earlier?: readonly DriftReading[];
}

/** Distances beside what chance alone would show. */
export function DriftMeasures({ name, reading, earlier = [] }: DriftMeasuresProps): VNode {
  return (
    <>
      <p class={style.lead}>
        {formatCount(reading.currentCount)} now against {formatCount(reading.referenceCount)} before.
      </p>
      <DataTable
        caption={`Drift of ${name}`}
        isCaptionHidden
        columns={[
          { title: 'Of' },
          { title: 'Distance', isNumber: true },
          { title: 'By chance', isMinor: true },
          { title: 'Over time', isMinor: true },
          { title: 'What has moved' },
        ]}
        rows={reading.measures.map((measure) => [
          <span key="name" class={style.name}>
            {measure.name}
            {measure.p !== null && measure.p < SIGNIFICANT && (
              <span class={style.state} data-state="drift">
                drift
              </span>
            )}
          </span>,
          measure.distance === null ? '–' : formatScore(measure.distance),
          <span key="chance" class={style.brief}>
            {chanceText(measure)}
          </span>,
          <OverTime key="time" measure={measure} readings={[...earlier, reading]} />,
          <span key="note" class={style.brief}>
            {measure.note ?? ''}
          </span>,
        ])}
      />
    </>
  );
}

function OverTime({
  measure,
  readings,
}: {
  readonly measure: DriftMeasure;
  readonly readings: readonly DriftReading[];
}): VNode {
  const values = readings.map(({ measures }) => measures.find(({ name }) => name === measure.name)?.distance ?? null);
  if (values.filter((value) => value !== null).length < 2) return <>–</>;
  return (
    <SparkLine
      label={`${measure.name} over ${values.length} looks`}
      values={values}
      limit={measure.limit ?? undefined}
    />
  );
}

function chanceText({ by, expected, limit, p }: DriftMeasure): string {
  if (expected === null || limit === null || p === null) return BY[by];
  return `${BY[by]}: ${formatScore(expected)} on average, up to ${formatScore(limit)}; p = ${formatScore(p)}`;
}
