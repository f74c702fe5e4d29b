import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../toolbar/menu.tsx';
import style from '../toolbar/menu-item.module.css';
import { deleteView, savedViews, saveView } from './saved-views.ts';

/** Lists that were given a name in this browser. @param search The present list, as the URL has it. */
export function ViewsMenu({ search }: { readonly search: string }): VNode {
  const views = savedViews.value;
  const current = views.find((view) => view.search === search);
  return (
    <Menu label={current?.name ?? 'Views'} title="Saved views" isActive={current !== undefined}>
      {(close) => (
        <>
          {views.length === 0 && <p class={style.note}>A view is this list as it is: filter, range, order, columns.</p>}
          {views.map((view) => (
            <div key={view.name} class={style.line}>
              <Link
                href={`/traces${view.search}`}
                className={style.item}
                aria-current={view === current ? 'true' : undefined}
                onClick={close}
              >
                <span class={style.rest}>{view.name}</span>
              </Link>
              <IconButton icon="close" label={`Delete the view ${view.name}`} onClick={() => deleteView(view.name)} />
            </div>
          ))}
          <div class={style.rule} />
          <SaveForm search={search} onSaved={close} />
        </>
      )}
    </Menu>
  );
}

function SaveForm({ search, onSaved }: { readonly search: string; readonly onSaved: () => void }): VNode {
  const [name, setName] = useState('');
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        saveView({ name: name.trim(), search });
        onSaved();
      }}
    >
      <label class={style.field}>
        Save this list as
        <input type="text" maxLength={60} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <button type="submit" class={style.submit} disabled={name.trim() === ''}>
        Save
      </button>
    </form>
  );
}
