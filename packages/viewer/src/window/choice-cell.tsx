import type { VNode } from 'preact';
import style from './row-table.module.css';

export interface ChoiceCellProps {
  /** Of the row, for who hears it. */
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

/** The box that selects a row. */
export function ChoiceCell({ name, isChosen, onChoose }: ChoiceCellProps): VNode {
  return (
    <span role="gridcell" class={style.choice}>
      <label class={style.box}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${name}`}
          checked={isChosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      </label>
    </span>
  );
}
