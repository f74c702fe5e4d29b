import type { VNode } from 'preact';
import { FilterBox } from '../traces/filter-box/filter-box.tsx';
import { RangeMenu } from '../traces/toolbar/range-menu.tsx';
import { Choice } from '../ui/choice.tsx';
import { PageBar } from '../ui/page-bar.tsx';
import { Segments } from '../ui/segments.tsx';
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
    <PageBar title="Dashboards" failure={failure}>
      <RangeMenu range={state.range} onChange={(range) => onChange({ range })} />
      <Segments
        label="Figures of"
        value={state.subject}
        options={SUBJECTS.map((subject) => ({ value: subject, label: SUBJECT_LABELS[subject] }))}
        onChange={(subject) => onChange({ subject })}
      />
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
    </PageBar>
  );
}
