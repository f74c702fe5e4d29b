import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Menu } from '../../../traces/toolbar/menu.tsx';
import item from '../../../traces/toolbar/menu-item.module.css';
import type { RunKeys } from './chosen-columns.ts';
import style from './columns-menu.module.css';
import { FACTS, type RunColumn } from './run-column.tsx';

/** Keys that are listed of each kind: with more, one searches. */
const MAX_SHOWN = 100;

export interface ColumnsMenuProps {
  readonly columns: readonly RunColumn[];
  readonly keys: RunKeys;
  /** With the new parameter of the URL; undefined for the usual ones. */
  readonly onChange: (cols: string | undefined) => void;
}

/** Which facts, metrics, parameters and tags have a column. */
export function ColumnsMenu({ columns, keys, onChange }: ColumnsMenuProps): VNode {
  const [wanted, setWanted] = useState('');
  const shown = columns.map(({ id }) => id);
  const toggle = (id: string) =>
    onChange((shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id]).join());
  const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['Run', FACTS.map(({ id, title }) => [id, title])],
    ['Metrics', keys.metrics.map((key) => [`metrics.${key}`, key])],
    ['Parameters', keys.params.map((key) => [`params.${key}`, key])],
    ['Tags', keys.tags.map((key) => [`tags.${key}`, key])],
  ];
  const isWanted = ([, title]: readonly [string, string]) => title.toLowerCase().includes(wanted.trim().toLowerCase());
  return (
    <Menu label="Columns" title="Columns of the table">
      {() => (
        <div class={style.menu}>
          <input
            type="search"
            class={style.search}
            aria-label="Find a column"
            placeholder="Find a column"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
          <button type="button" class={item.item} onClick={() => onChange(undefined)}>
            The usual columns
          </button>
          {groups.map(([title, entries]) => {
            const found = entries.filter(isWanted);
            if (found.length === 0) return null;
            return (
              <fieldset key={title} class={item.group}>
                <legend class={item.legend}>{title}</legend>
                {found.slice(0, MAX_SHOWN).map(([id, name]) => (
                  <label key={id} class={item.item}>
                    <input type="checkbox" checked={shown.includes(id)} onChange={() => toggle(id)} />
                    <span class={item.rest} title={name}>
                      {name}
                    </span>
                  </label>
                ))}
                {found.length > MAX_SHOWN && <p class={item.note}>{found.length - MAX_SHOWN} more: search for them.</p>}
              </fieldset>
            );
          })}
        </div>
      )}
    </Menu>
  );
}
