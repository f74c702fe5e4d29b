import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { idOfSpan, type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { type Attempt, wastedUs } from '../waterfall/attempts.ts';
import { rowData } from '../waterfall/row-data.ts';
import { spansLike } from './changes-of.ts';
import type { Choice } from './choices.ts';
import type { ModelFigures } from './model-figures.ts';
import style from './what-if-panel.module.css';

export interface StepChoicesProps {
  readonly view: TraceView;
  readonly model: TraceModel;
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  readonly models: ReadonlyMap<string, ModelFigures>;
  readonly choiceFor: (spanId: string) => Choice | undefined;
  /** Undefined takes the choice back. */
  readonly onChoose: (spanId: string, choice: Choice | undefined) => void;
}

/** What can be chosen for the selected step. */
export function StepChoices({ view, model, attempts, models, choiceFor, onChoose }: StepChoicesProps): VNode {
  const [isForAll, setForAll] = useState(false);
  const span = view.selected.value ?? WHOLE_TRACE;
  if (span === WHOLE_TRACE) return <p class={style.note}>Select a step to change it.</p>;
  const spanId = idOfSpan(model, span);
  const data = rowData(model, span);
  const alike = spansLike(model, span);
  const chosen = choiceFor(spanId);
  const position = model.order.positionOf[span]!;
  const hasSeveralChildren =
    position + 1 < model.order.end[position]! && (model.order.siblingCount[position + 1] ?? 0) > 1;
  const hasRetries = (isForAll ? alike : [span]).some((one) => wastedUs(attempts.get(idOfSpan(model, one)) ?? []) > 0);
  const options: readonly (readonly [Exclude<Choice['type'], 'other_model'>, string, boolean])[] = [
    ['faster', 'Twice as fast', true],
    ['cached', 'Cached', true],
    ['no_retries', 'No retries', hasRetries],
    ['parallel', 'Children in parallel', hasSeveralChildren],
  ];
  const press = (choice: Choice) => onChoose(spanId, chosen?.type === choice.type ? undefined : choice);
  return (
    <fieldset class={style.options}>
      <legend class={style.step} dir="auto">
        {data.name || '(no name)'}
      </legend>
      {options.map(
        ([type, label, isPossible]) =>
          isPossible && (
            <button
              key={type}
              type="button"
              class={classNames(style.option, chosen?.type === type && style.pressed)}
              aria-pressed={chosen?.type === type}
              onClick={() => press({ spanId, isForAll, type })}
            >
              {label}
            </button>
          ),
      )}
      {data.kind === 'llm' && models.size > 0 && (
        <select
          class={style.option}
          aria-label="Another model"
          title="As those models usually answered in the traces of this collector, for the same tokens"
          value={chosen?.type === 'other_model' ? chosen.model : ''}
          onChange={(event) => {
            const name = event.currentTarget.value;
            onChoose(spanId, name === '' ? undefined : { spanId, isForAll, type: 'other_model', model: name });
          }}
        >
          <option value="">Another model …</option>
          {[...models].map(([name, { calls }]) => (
            <option key={name} value={name}>
              {name} ({formatCount(calls)} calls seen)
            </option>
          ))}
        </select>
      )}
      {alike.length > 1 && (
        <label class={style.all}>
          <input
            type="checkbox"
            checked={chosen?.isForAll ?? isForAll}
            onChange={(event) => {
              setForAll(event.currentTarget.checked);
              if (chosen) onChoose(spanId, { ...chosen, isForAll: event.currentTarget.checked });
            }}
          />
          all {formatCount(alike.length)} such steps
        </label>
      )}
    </fieldset>
  );
}
