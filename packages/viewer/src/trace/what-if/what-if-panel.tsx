import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatDuration } from '../../format/duration.ts';
import { formatUsd } from '../../format/number.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { spanOfId, type TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import type { Attempt } from '../waterfall/attempts.ts';
import { rowData } from '../waterfall/row-data.ts';
import { askWorker } from '../worker/ask-worker.ts';
import type { WhatIfFigures } from '../worker/messages.ts';
import { changesOf } from './changes-of.ts';
import { type Choice, choose } from './choices.ts';
import { useModelFigures } from './model-figures.ts';
import { StepChoices } from './step-choices.tsx';
import style from './what-if-panel.module.css';

export interface WhatIfPanelProps {
  readonly view: TraceView;
  readonly model: TraceModel;
  /** By id of the span. */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
}

const SAYS: Readonly<Record<Choice['type'], string>> = {
  faster: 'twice as fast',
  cached: 'cached',
  no_retries: 'without retries',
  parallel: 'children side by side',
  other_model: 'by',
};

/** How long the trace would have taken, and what it would have cost, if some of its steps had gone otherwise. */
export function WhatIfPanel({ view, model, attempts }: WhatIfPanelProps): VNode {
  const choices = view.whatIf.value ?? [];
  const models = useModelFigures();
  const figures = useFigures(model, choices, { attempts, models });
  const choiceFor = (spanId: string) => choices.find((choice) => choice.spanId === spanId);
  return (
    <section class={style.panel} aria-label="What if">
      <div class={style.head}>
        <h2 class={style.title}>What if</h2>
        <p class={style.note}>A model, not a measurement: the trace played again along what its steps waited for.</p>
        <IconButton
          icon="close"
          label="Close what if"
          class={style.close}
          onClick={() => {
            view.whatIf.value = undefined;
          }}
        />
      </div>
      <div class={style.body}>
        <dl class={style.figures} aria-live="polite">
          <Figure
            label="Duration"
            before={model.totalUs}
            after={figures?.totalUs}
            format={formatDuration}
            testId="what-if-duration"
          />
          {figures && figures.cost.beforeUsd + figures.cost.afterUsd > 0 && (
            <Figure
              label={figures.cost.isPartial ? 'Cost, of what has a price' : 'Cost'}
              before={figures.cost.beforeUsd}
              after={figures.cost.afterUsd}
              format={formatUsd}
              testId="what-if-cost"
            />
          )}
        </dl>
        <StepChoices
          view={view}
          model={model}
          attempts={attempts}
          models={models}
          choiceFor={choiceFor}
          onChoose={(spanId, choice) => {
            view.whatIf.value = choose(choices, spanId, choice);
          }}
        />
      </div>
      {choices.length > 0 && (
        <ul class={style.choices} aria-label="What is different">
          {choices.map((choice) => (
            <ChosenItem
              key={choice.spanId}
              choice={choice}
              model={model}
              onRemove={() => {
                view.whatIf.value = choose(choices, choice.spanId, undefined);
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Asks the worker whenever something else is chosen; what was true before stays until it has answered. */
function useFigures(
  model: TraceModel,
  choices: readonly Choice[],
  knowledge: Parameters<typeof changesOf>[2],
): WhatIfFigures | undefined {
  const [figures, setFigures] = useState<WhatIfFigures>();
  useEffect(() => {
    let isCurrent = true;
    const changes = changesOf(model, choices, knowledge);
    askWorker('whatIf', { columns: model.columns, costUsd: model.skeleton.costUsd, changes }).then(
      (found) => isCurrent && setFigures(found),
      () => isCurrent && setFigures(undefined),
    );
    return () => {
      isCurrent = false;
    };
  }, [model, choices, knowledge.attempts, knowledge.models]);
  return figures;
}

interface FigureProps {
  readonly label: string;
  readonly before: number;
  /** Undefined until it is known. */
  readonly after: number | undefined;
  readonly format: (value: number) => string;
  readonly testId: string;
}

function Figure({ label, before, after, format, testId }: FigureProps): VNode {
  const share = after === undefined || before === 0 ? 0 : after / before - 1;
  return (
    <div class={style.figure}>
      <dt>{label}</dt>
      <dd data-testid={testId}>
        <span class={style.before}>{format(before)}</span> → <b>{after === undefined ? '…' : format(after)}</b>
        {Math.abs(share) >= 0.0005 && (
          <span class={share < 0 ? style.better : style.worse}>
            {share < 0 ? '−' : '+'}
            {(Math.abs(share) * 100).toFixed(1)} %
          </span>
        )}
      </dd>
    </div>
  );
}

interface ChosenItemProps {
  readonly choice: Choice;
  readonly model: TraceModel;
  readonly onRemove: () => void;
}

function ChosenItem({ choice, model, onRemove }: ChosenItemProps): VNode {
  const span = spanOfId(model, choice.spanId);
  const name = span === undefined ? 'a step that is not there' : rowData(model, span).name;
  const says = choice.type === 'other_model' ? `by ${choice.model}` : SAYS[choice.type];
  return (
    <li class={style.choice}>
      <span class={style.chosen} dir="auto">
        {choice.isForAll && 'every '}
        <b>{name || '(no name)'}</b> {says}
      </span>
      <IconButton isSmall icon="close" label={`Take back: ${name} ${says}`} onClick={onRemove} />
    </li>
  );
}
