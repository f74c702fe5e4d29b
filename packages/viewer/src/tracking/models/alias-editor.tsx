import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { IconButton } from '../../ui/icon-button.tsx';
import { deleteAlias, setAlias } from '../api/registry.ts';
import { ChangeFailure } from '../edit/change-failure.tsx';
import { useChange } from '../edit/use-change.ts';
import style from './alias-editor.module.css';

export interface AliasEditorProps {
  /** Of the model or prompt. */
  readonly name: string;
  readonly version: string;
  readonly aliases: readonly string[];
  /** Of the model, by the version that each stands for: an alias is moved by being given to another. */
  readonly known: ReadonlyMap<string, string>;
  readonly onChanged: () => void;
}

/** The aliases of a version; one that is given here is taken from whichever version had it. */
export function AliasEditor({ name, version, aliases, known, onChanged }: AliasEditorProps): VNode {
  const [draft, setDraft] = useState('');
  const change = useChange(onChanged);
  const others = [...known].filter(([, of]) => of !== version);
  return (
    <div class={style.aliases}>
      {aliases.map((alias) => (
        <span key={alias} class={style.alias}>
          @{alias}
          <IconButton
            isSmall
            icon="close"
            label={`Take the alias ${alias} from version ${version}`}
            onClick={() => change.make(() => deleteAlias(name, alias))}
          />
        </span>
      ))}
      <Menu label="Alias" title={`Give version ${version} an alias`}>
        {(close) => (
          <>
            {others.map(([alias, of]) => (
              <button
                key={alias}
                type="button"
                class={item.item}
                onClick={async () => (await change.make(() => setAlias(name, alias, version))) && close()}
              >
                @{alias} from version {of}
              </button>
            ))}
            <form
              class={item.form}
              onSubmit={async (event) => {
                event.preventDefault();
                const alias = draft.trim();
                if (alias === '' || !(await change.make(() => setAlias(name, alias, version)))) return;
                setDraft('');
                close();
              }}
            >
              <label class={item.field}>
                New alias
                <input
                  type="text"
                  maxLength={255}
                  value={draft}
                  onInput={(event) => setDraft(event.currentTarget.value)}
                />
              </label>
              <button type="submit" class={item.submit} disabled={change.isBusy || draft.trim() === ''}>
                Set
              </button>
            </form>
          </>
        )}
      </Menu>
      <ChangeFailure change={change} />
    </div>
  );
}
