import type { VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import style from './team.module.css';

export interface RowButtonProps {
  readonly says: string;
  /** Which of all rows it is about, for those who do not see it: `ann`. */
  readonly of: string;
  /** Something goes by it. Default false. */
  readonly isDanger?: boolean;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
}

/** A small button in a row of a table. */
export function RowButton({ says, of, isDanger = false, isBusy = false, onClick }: RowButtonProps): VNode {
  return (
    <button
      type="button"
      class={classNames(style.button, style.small, isDanger && style.danger)}
      aria-label={`${says} ${of}`}
      disabled={isBusy}
      onClick={onClick}
    >
      {says}
    </button>
  );
}
