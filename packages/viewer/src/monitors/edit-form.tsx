import type { ComponentChildren, VNode } from 'preact';
import { DoingLine } from './doing-line.tsx';
import style from './monitors.module.css';
import { useDoing } from './use-doing.ts';

export interface EditFormProps {
  readonly label: string;
  readonly title: string;
  /** The fields. */
  readonly children: ComponentChildren;
  readonly onSave: () => Promise<unknown>;
  readonly onClose: (isSaved: boolean) => void;
  /** Shows what it would do as it stands, which changes nothing. */
  readonly look: { readonly label: string; readonly run: () => Promise<void> };
  /** What the last look has shown. */
  readonly outcome: ComponentChildren;
}

/** A form in which something that watches is edited: it can be looked at, saved or left. */
export function EditForm({ label, title, children, onSave, onClose, look, outcome }: EditFormProps): VNode {
  const saving = useDoing();
  const looking = useDoing();
  return (
    <form
      class={style.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run(async () => {
          await onSave();
          onClose(true);
          return undefined;
        });
      }}
    >
      <h3 class={style.formTitle}>{title}</h3>
      {children}
      <div class={`${style.wide} ${style.actions}`}>
        <button type="submit" class={`${style.button} ${style.main}`} disabled={saving.isBusy}>
          Save
        </button>
        <button
          type="button"
          class={style.button}
          disabled={looking.isBusy}
          onClick={() =>
            void looking.run(async () => {
              await look.run();
              return undefined;
            })
          }
        >
          {look.label}
        </button>
        <button type="button" class={style.button} onClick={() => onClose(false)}>
          Cancel
        </button>
      </div>
      <div class={style.wide}>
        <DoingLine doing={saving.failure ? saving : looking} />
        {outcome}
      </div>
    </form>
  );
}
