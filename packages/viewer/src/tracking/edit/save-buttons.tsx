import type { VNode } from 'preact';
import { ChangeFailure } from './change-failure.tsx';
import style from './save-buttons.module.css';
import type { Change } from './use-change.ts';

export interface SaveButtonsProps {
  /** Of the button that submits the form. */
  readonly label: string;
  readonly change: Change;
  readonly onCancel: () => void;
}

/** What ends a form that stands in the place of what it changes. */
export function SaveButtons({ label, change, onCancel }: SaveButtonsProps): VNode {
  return (
    <div class={style.buttons}>
      <button type="submit" class={style.save} disabled={change.isBusy}>
        {label}
      </button>
      <button type="button" class={style.cancel} onClick={onCancel}>
        Cancel
      </button>
      <ChangeFailure change={change} />
    </div>
  );
}
