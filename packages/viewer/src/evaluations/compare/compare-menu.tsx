import type { VNode } from 'preact';
import { useAsked } from '../../api/use-answer.ts';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { Moment } from '../../tracking/page/run-facts.tsx';
import { MAX_COMPARED } from '../evaluation-href.ts';
import { searchEvaluations } from '../evaluations-api.ts';

const MAX_CHOICES = 50;

export interface CompareMenuProps {
  readonly runId: string;
  readonly experimentId: string;
  /** Ids of those that it is compared with. */
  readonly others: readonly string[];
  readonly onChange: (others: readonly string[]) => void;
}

/** Chooses the evaluations of the same experiment that one is compared with. */
export function CompareMenu(props: CompareMenuProps): VNode {
  const { others } = props;
  return (
    <Menu label={others.length > 0 ? `Compared with ${others.length}` : 'Compare'} isActive={others.length > 0}>
      {() => <Choices {...props} />}
    </Menu>
  );
}

function Choices({ runId, experimentId, others, onChange }: CompareMenuProps): VNode {
  const found = useAsked(`evaluations ${experimentId}`, () => searchEvaluations([experimentId], '', MAX_CHOICES));
  const choices = (found.value?.items ?? []).filter(({ info }) => info.run_id !== runId);
  if (found.value && choices.length === 0) return <p class={item.note}>The experiment has no other evaluation.</p>;
  return (
    <>
      {others.length > 0 && (
        <button type="button" class={item.item} onClick={() => onChange([])}>
          No comparison
        </button>
      )}
      {choices.map(({ info: { run_id: id, run_name: name, start_time: startMs } }) => {
        const isCompared = others.includes(id);
        return (
          <button
            key={id}
            type="button"
            class={item.item}
            aria-pressed={isCompared}
            disabled={!isCompared && others.length >= MAX_COMPARED}
            onClick={() => onChange(isCompared ? others.filter((other) => other !== id) : [...others, id])}
          >
            {isCompared ? '✓ ' : ''}
            {name || id} <Moment ms={startMs} />
          </button>
        );
      })}
    </>
  );
}
