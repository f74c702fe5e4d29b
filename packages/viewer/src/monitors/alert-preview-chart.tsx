import type { AlertPreview, NewAlertRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import style from './monitors.module.css';
import { formatLength, metricValue } from './rule-texts.ts';
import { SparkLine } from './spark-line.tsx';

export interface AlertPreviewChartProps {
  readonly preview: AlertPreview;
  readonly rule: Pick<NewAlertRule, 'metric' | 'condition'>;
  readonly days: number;
}

/** What a rule would have done, in words and as a line. */
export function AlertPreviewChart({ preview, rule, days }: AlertPreviewChartProps): VNode {
  const { values, states, firings, stepMs } = preview;
  const known = values.filter((value) => value !== null);
  const times = firings === 1 ? 'once' : `${formatCount(firings)} times`;
  const fired = firings === 0 ? 'would never have fired' : `would have fired ${times}`;
  const said =
    known.length === 0
      ? `There was nothing to be seen over the last ${days} days.`
      : `Over the last ${days} days, looked at every ${formatLength(stepMs)}, it ${fired}: values from ${metricValue(rule.metric, Math.min(...known))} to ${metricValue(rule.metric, Math.max(...known))}.`;
  return (
    <>
      <p class={style.lead}>{said}</p>
      {known.length > 0 && (
        <SparkLine
          label={said}
          isLarge
          values={values}
          limit={rule.condition.kind === 'threshold' ? rule.condition.value : undefined}
          marked={states.map((state) => state === 'firing')}
        />
      )}
    </>
  );
}
