import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { FoldedText } from '../../trace/content/folded-text.tsx';
import style from './editable-note.module.css';
import { focusWhenDrawn } from './focus-when-drawn.ts';
import { SaveButtons } from './save-buttons.tsx';
import { useChange } from './use-change.ts';

const FOLD_LINES = 4;

export interface EditableNoteProps {
  /** '' for none. */
  readonly text: string;
  /** What it is of, for `Description of run a`. */
  readonly of: string;
  readonly onSave: (text: string) => Promise<void>;
}

/** What somebody wrote about a thing, and where one writes it. */
export function EditableNote({ text, of, onSave }: EditableNoteProps): VNode {
  const [draft, setDraft] = useState<string>();
  const change = useChange();
  const close = () => setDraft(undefined);
  if (draft === undefined) {
    return (
      <div class={style.shown}>
        {text !== '' && <FoldedText text={text} foldLines={FOLD_LINES} />}
        <button type="button" class={style.edit} onClick={() => setDraft(text)}>
          {text === '' ? 'Add a description' : 'Edit'}
          {text !== '' && <span class="visually-hidden"> the description of {of}</span>}
        </button>
      </div>
    );
  }
  return (
    <form
      class={style.form}
      onSubmit={async (event) => {
        event.preventDefault();
        if (draft === text || (await change.make(() => onSave(draft)))) close();
      }}
    >
      <textarea
        class={style.input}
        rows={4}
        aria-label={`Description of ${of}`}
        value={draft}
        ref={focusWhenDrawn}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <SaveButtons label="Save" change={change} onCancel={close} />
    </form>
  );
}
