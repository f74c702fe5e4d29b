import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { IconButton } from '../../ui/icon-button.tsx';
import { deleteAlias, getModel, setAlias } from '../api/registry.ts';
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
  const change = useChange();
  const others = [...known].filter(([, of]) => of !== version);
  /** @param seen The version that it stands for on the page. */
  const make = (alias: string, seen: string | undefined, action: () => Promise<void>) =>
    // Where somebody else was quicker, the page is no longer what it was either.
    change.make(() => expectAlias(name, alias, seen).then(action).finally(onChanged));
  const give = (alias: string) => make(alias, known.get(alias), () => setAlias(name, alias, version));
  return (
    <div class={style.aliases}>
      {aliases.map((alias) => (
        <span key={alias} class={style.alias}>
          @{alias}
          <IconButton
            isSmall
            icon="close"
            label={`Take the alias ${alias} from version ${version}`}
            onClick={() => make(alias, version, () => deleteAlias(name, alias))}
          />
        </span>
      ))}
      <Menu label="Alias" title={`Give version ${version} an alias`}>
        {(close) => (
          <>
            {others.map(([alias, of]) => (
              <button key={alias} type="button" class={item.item} onClick={async () => (await give(alias)) && close()}>
                @{alias} from version {of}
              </button>
            ))}
            <form
              class={item.form}
              onSubmit={async (event) => {
                event.preventDefault();
                const alias = draft.trim();
                if (alias === '' || !(await give(alias))) return;
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

/**
 * MLflow's interface takes an alias from whichever version has it: here from the one that somebody has seen.
 *
 * @throws Error it stands for another one by now; what happens between this look and the change is not noticed.
 */
async function expectAlias(name: string, alias: string, seen: string | undefined): Promise<void> {
  const { aliases = [] } = await getModel(name);
  const now = aliases.find((known) => known.alias === alias)?.version;
  if (now === seen) return;
  const what = now === undefined ? 'taken it away' : `given it to version ${now}`;
  throw new Error(`@${alias} is not where it was: somebody else has ${what}.`);
}
