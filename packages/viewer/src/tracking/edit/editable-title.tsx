import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { IconButton } from '../../ui/icon-button.tsx';
import style from './editable-title.module.css';
import { focusWhenDrawn } from './focus-when-drawn.ts';
import { SaveButtons } from './save-buttons.tsx';
import { useChange } from './use-change.ts';

export interface EditableTitleProps {
  readonly title: string;
  /** Rejects where it cannot be changed. */
  readonly onRename: (title: string) => Promise<void>;
}

/** The title of a page, which can be given another name in its place. */
export function EditableTitle({ title, onRename }: EditableTitleProps): VNode {
  const [draft, setDraft] = useState<string>();
  const change = useChange();
  const close = () => setDraft(undefined);
  const save = async () => {
    const wanted = draft?.trim() ?? '';
    if (wanted === '' || wanted === title || (await change.make(() => onRename(wanted)))) close();
  };
  if (draft === undefined) {
    return (
      <div class={style.shown}>
        <h1 class={style.title}>{title}</h1>
        <IconButton icon="edit" label="Rename" onClick={() => setDraft(title)} />
      </div>
    );
  }
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h1 class="visually-hidden">{title}</h1>
      <input
        type="text"
        class={style.input}
        aria-label="New name"
        maxLength={500}
        value={draft}
        ref={focusWhenDrawn}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && close()}
      />
      <SaveButtons label="Rename" change={change} onCancel={close} />
    </form>
  );
}
