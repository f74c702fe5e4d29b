import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { ChangeFailure } from './change-failure.tsx';
import { useChange } from './use-change.ts';

export interface NameMenuProps {
  /** Of the button that opens it. */
  readonly label: string;
  /** Of the button that does it. */
  readonly action: string;
  /** The name as it is; '' for something new. */
  readonly name?: string;
  /** Rejects where the name cannot be given. */
  readonly onName: (name: string) => Promise<void>;
}

/** Asks for a name where a title has no room for it. */
export function NameMenu(props: NameMenuProps): VNode {
  return <Menu label={props.label}>{(close) => <NameForm {...props} onDone={close} />}</Menu>;
}

function NameForm({ action, name = '', onName, onDone }: NameMenuProps & { readonly onDone: () => void }): VNode {
  const [draft, setDraft] = useState(name);
  const change = useChange();
  return (
    <form
      class={item.form}
      onSubmit={async (event) => {
        event.preventDefault();
        const wanted = draft.trim();
        if (wanted !== '' && (wanted === name || (await change.make(() => onName(wanted))))) onDone();
      }}
    >
      <label class={item.field}>
        Name
        <input type="text" maxLength={500} value={draft} onInput={(event) => setDraft(event.currentTarget.value)} />
      </label>
      <button type="submit" class={item.submit} disabled={change.isBusy || draft.trim() === ''}>
        {action}
      </button>
      <ChangeFailure change={change} />
    </form>
  );
}
