import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Choice, Completion } from './complete-filter.ts';
import style from './filter-panel.module.css';
import type { FilterFault } from './use-filter-check.ts';

export interface FilterPanelProps {
  readonly id: string;
  /** Absent where nothing is to be offered now. */
  readonly completion: Completion | undefined;
  /** Index among the choices, -1 for none. */
  readonly chosen: number;
  readonly fault: FilterFault | undefined;
  readonly onAccept: (choice: Choice) => void;
}

/** Below the box: what is wrong, how a value is written, what can be chosen. */
export function FilterPanel({ id, completion, chosen, fault, onAccept }: FilterPanelProps): VNode | null {
  const { choices = [], hint } = completion ?? {};
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);
  if (!fault && hint === undefined && choices.length === 0) return null;
  return (
    <div class={style.panel}>
      {fault && (
        <p class={style.fault} id={`${id}-fault`} role="status">
          Column {fault.start + 1}: {fault.message}
        </p>
      )}
      {hint !== undefined && <p class={style.hint}>{hint}</p>}
      {choices.length > 0 && (
        <div class={style.choices} id={id} role="listbox" aria-label="What can be written here">
          {choices.map((choice, at) => (
            <div
              key={choice.label}
              id={`${id}-${at}`}
              class={style.choice}
              role="option"
              aria-selected={at === chosen}
              // The box keeps the focus, so that one can go on writing.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onAccept(choice)}
            >
              <code>{choice.label}</code>
              <span class={style.about}>{choice.about}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
