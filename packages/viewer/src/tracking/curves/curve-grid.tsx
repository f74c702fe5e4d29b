import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { LimitedList } from '../../ui/limited-list.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SearchBox } from '../page/search-box.tsx';
import { CurveCard } from './curve-card.tsx';
import style from './curve-grid.module.css';
import { type CurvesQuery, lookOf } from './curves-url.ts';

/** Charts that are laid out at first, and by each further click. */
const STEP = 24;
const XS = [
  { value: 'step', label: 'Step' },
  { value: 'time', label: 'Time' },
  { value: 'relative', label: 'Relative', title: 'Time since the first point' },
] as const;
const SCALES = [
  { value: false, label: 'Linear' },
  { value: true, label: 'Log' },
] as const;

export interface CurveGridProps {
  /** Names of the metrics. */
  readonly metrics: readonly string[];
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly query: CurvesQuery;
  readonly refreshMs?: number | undefined;
  readonly onChange: (change: CurvesQuery) => void;
}

/** The curves of many metrics, one chart each; where one is pointed at, all show the same place. */
export function CurveGrid({ metrics, runs, query, refreshMs, onChange }: CurveGridProps): VNode {
  const group = useId();
  const look = lookOf(query);
  const wanted = query.find?.toLowerCase() ?? '';
  const found = metrics.filter((metric) => metric.toLowerCase().includes(wanted));
  return (
    <>
      <div class={style.bar}>
        <SearchBox
          applied={query.find ?? ''}
          label="Find a metric"
          onSearch={(find) => onChange({ find: find || undefined })}
        />
        <Segments
          label="Along"
          value={look.x}
          options={XS}
          onChange={(x) => onChange({ x: x === 'step' ? undefined : x })}
        />
        <Segments
          label="Scale"
          value={look.isLog}
          options={SCALES}
          onChange={(isLog) => onChange({ log: isLog ? '1' : undefined })}
        />
        <label class={style.smooth}>
          Smoothing
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={look.weight}
            onInput={(event) => {
              const { value } = event.currentTarget;
              onChange({ smooth: Number(value) === 0 ? undefined : value });
            }}
          />
          <output class={style.weight}>{look.weight.toFixed(2)}</output>
        </label>
      </div>
      {found.length === 0 && (
        <p class={style.none}>{metrics.length === 0 ? 'No metric was logged.' : 'No metric has such a name.'}</p>
      )}
      <div class={style.grid}>
        <LimitedList
          items={found}
          step={STEP}
          noun="metrics"
          render={(metric) => <CurveCard key={metric} {...{ metric, runs, look, group, refreshMs }} />}
        />
      </div>
    </>
  );
}
