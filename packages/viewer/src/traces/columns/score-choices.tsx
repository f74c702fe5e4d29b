import type { FeedbackSummary, Page } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { askedTraces, type TraceFilter } from '../../api/asked.ts';
import { useAnswer } from '../../api/use-answer.ts';
import style from '../toolbar/menu-item.module.css';
import { type ScoreColumnId, scoreColumnId } from './score-column.tsx';

export interface ScoreChoicesProps {
  /** The scores are those of these traces. */
  readonly filter: TraceFilter;
  readonly shown: ReadonlySet<string>;
  readonly onToggle: (id: ScoreColumnId) => void;
}

/** Which scores have a column, as far as anything was said of the traces. */
export function ScoreChoices({ filter, shown, onToggle }: ScoreChoicesProps): VNode | null {
  const path = useMemo(() => `/api/v1/feedback-summary?${askedTraces(filter, {})}`, [filter]);
  const scores = useAnswer<Page<FeedbackSummary>>(path).value?.items ?? [];
  if (scores.length === 0) return null;
  return (
    <fieldset class={style.group}>
      <legend class={style.legend}>Feedback</legend>
      {scores.map(({ name }) => {
        const id = scoreColumnId(name);
        return (
          <label key={name} class={style.item}>
            <input type="checkbox" checked={shown.has(id)} onChange={() => onToggle(id)} />
            <span class={style.rest} title={name}>
              {name}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
