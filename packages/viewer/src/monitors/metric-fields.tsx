import type { AlertMetric, DriftMonitor, OnlineScorer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { SelectField } from '../ui/select.tsx';
import { TextField } from './fields.tsx';
import style from './monitors.module.css';
import { FIGURES } from './rule-texts.ts';

export interface MetricFieldsProps {
  readonly metric: AlertMetric;
  readonly scorers: readonly OnlineScorer[];
  readonly monitors: readonly DriftMonitor[];
  readonly onChange: (metric: AlertMetric) => void;
}

/** What an alert watches. */
export function MetricFields({ metric, scorers, monitors, onChange }: MetricFieldsProps): VNode {
  const kinds: readonly (readonly [AlertMetric['kind'], string])[] = [
    ['traces', 'a figure of traces'],
    ['score', 'a score'],
    ...(monitors.length > 0 ? [['drift', 'drift'] as const] : []),
    ...(scorers.length > 0 ? [['budget', 'the budget of a scorer'] as const] : []),
  ];
  return (
    <>
      <SelectField
        class={style.field}
        label="Watches"
        value={metric.kind}
        options={kinds}
        onChange={(kind) => onChange(firstOf(kind, scorers, monitors))}
      />
      {metric.kind === 'traces' && (
        <SelectField
          class={style.field}
          label="Figure"
          value={metric.figure}
          options={FIGURES}
          onChange={(figure) => onChange({ ...metric, figure })}
        />
      )}
      {metric.kind === 'score' && (
        <TextField label="Score" value={metric.name} isRequired onChange={(name) => onChange({ ...metric, name })} />
      )}
      {metric.kind === 'drift' && (
        <>
          <SelectField
            class={style.field}
            label="Monitor"
            value={metric.monitorId}
            options={monitors.map(({ id, name }) => [id, name])}
            onChange={(monitorId) => onChange({ ...metric, monitorId })}
          />
          <SelectField
            class={style.field}
            label="Measure"
            value={metric.measure}
            options={['length', 'language', 'vocabulary', 'embedding', 'values', 'stability'].map((name) => [
              name,
              name,
            ])}
            onChange={(measure) => onChange({ ...metric, measure })}
          />
        </>
      )}
      {metric.kind === 'budget' && (
        <>
          <SelectField
            class={style.field}
            label="Scorer"
            value={metric.scorerId}
            options={scorers.map(({ id, name }) => [id, name])}
            onChange={(scorerId) => onChange({ ...metric, scorerId })}
          />
          <SelectField
            class={style.field}
            label="Of"
            value={metric.of}
            options={[
              ['calls', 'calls'],
              ['usd', 'dollars'],
            ]}
            onChange={(of) => onChange({ ...metric, of })}
          />
        </>
      )}
    </>
  );
}

function firstOf(
  kind: AlertMetric['kind'],
  scorers: readonly OnlineScorer[],
  monitors: readonly DriftMonitor[],
): AlertMetric {
  switch (kind) {
    case 'traces':
      return { kind, figure: 'errorRate' };
    case 'score':
      return { kind, name: scorers[0]?.name ?? '', figure: 'mean' };
    case 'drift':
      return {
        kind,
        monitorId: monitors[0]?.id ?? '',
        measure: monitors[0]?.subject.kind === 'score' ? 'stability' : 'vocabulary',
      };
    case 'budget':
      return { kind, scorerId: scorers[0]?.id ?? '', of: 'calls' };
  }
}
