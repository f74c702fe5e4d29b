import type { ComponentChildren, VNode } from 'preact';
import { Newer, useVersionedRow } from '../changes/use-versioned.tsx';
import type { Version } from '../changes/version-path.ts';
import { DoingLine } from './doing-line.tsx';
import style from './monitors.module.css';
import { useDoing } from './use-doing.ts';

export interface EditFormProps<Row extends Version, Draft extends object> {
  readonly label: string;
  readonly title: string;
  /** The fields. */
  readonly children: ComponentChildren;
  /** Where it is stored: one of those of `monitors-api.ts`. */
  readonly place: string;
  /** As it was when the form was opened; undefined: a new one is made. */
  readonly row: Row | undefined;
  readonly draft: Draft;
  /** What somebody else has made of it is to be edited instead. */
  readonly onTake: (newer: Row) => void;
  readonly onClose: (isSaved: boolean) => void;
  /** Shows what it would do as it stands, which changes nothing. */
  readonly look: { readonly label: string; readonly run: () => Promise<void> };
  /** What the last look has shown. */
  readonly outcome: ComponentChildren;
}

/** A form in which something that watches is edited: it can be looked at, saved or left. */
export function EditForm<Row extends Version, Draft extends object>(props: EditFormProps<Row, Draft>): VNode {
  const { label, title, children, place, row, draft, onTake, onClose, look, outcome } = props;
  const { save, newer } = useVersionedRow(place, row);
  const saving = useDoing();
  const looking = useDoing();
  return (
    <form
      class={style.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void saving.run(async () => {
          await save(draft);
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
        <Newer
          newer={newer}
          draft={draft}
          onTake={(other) => {
            onTake(other);
            saving.settle();
          }}
        />
        {outcome}
      </div>
    </form>
  );
}
