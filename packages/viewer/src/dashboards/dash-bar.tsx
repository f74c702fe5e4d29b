import type { VNode } from 'preact';
import { FilterBox } from '../traces/filter-box/filter-box.tsx';
import { RangeMenu } from '../traces/toolbar/range-menu.tsx';
import { Choice } from '../ui/choice.tsx';
import { classNames } from '../ui/class-names.ts';
import style from './dash-bar.module.css';
import { type DashState, PERCENTILES, type Split, SUBJECTS, type Subject, splitsOf } from './dash-state.ts';

const SUBJECT_LABELS: Readonly<Record<Subject, string>> = { llm: 'LLM calls', steps: 'Steps', traces: 'Traces' };
const SPLIT_LABELS: Readonly<Record<Split, string>> = {
  none: 'everything together',
  provider: 'provider',
  model: 'model',
  step: 'step',
  user: 'user',
  prompt: 'prompt version',
};

export interface DashBarProps {
  readonly state: DashState;
  readonly failure: string | undefined;
  readonly onChange: (change: Partial<DashState>) => void;
}

/** What the dashboards are about: which traces, which of their spans, and what they are split by. */
export function DashBar({ state, failure, onChange }: DashBarProps): VNode {
  return (
    <div class={style.bar}>
      <h1 class={style.title}>Dashboards</h1>
      <RangeMenu range={state.range} onChange={(range) => onChange({ range })} />
      <fieldset class={style.subjects}>
        <legend class="visually-hidden">Figures of</legend>
        {SUBJECTS.map((subject) => (
          <button
            key={subject}
            type="button"
            class={classNames(style.subject, state.subject === subject && style.active)}
            aria-pressed={state.subject === subject}
            onClick={() => onChange({ subject })}
          >
            {SUBJECT_LABELS[subject]}
          </button>
        ))}
      </fieldset>
      <Choice
        label="by"
        value={state.split}
        options={splitsOf(state.subject).map((split) => [split, SPLIT_LABELS[split]])}
        onChange={(split) => onChange({ split })}
      />
      <Choice
        label="latency"
        value={state.percentile}
        options={PERCENTILES.map((percentile) => [percentile, percentile])}
        onChange={(percentile) => onChange({ percentile })}
      />
      <FilterBox applied={state.filter} onApply={(filter) => onChange({ filter })} />
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
