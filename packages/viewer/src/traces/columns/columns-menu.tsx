import type { VNode } from 'preact';
import type { TraceFilter } from '../../api/asked.ts';
import { Menu } from '../toolbar/menu.tsx';
import style from '../toolbar/menu-item.module.css';
import { COLUMNS, type Column, columnsParameter } from './columns.tsx';
import { ScoreChoices } from './score-choices.tsx';

export interface ColumnsMenuProps {
  readonly columns: readonly Column[];
  /** Of the list. */
  readonly filter: TraceFilter;
  /** With the new parameter of the URL. */
  readonly onChange: (cols: string | undefined) => void;
}

export function ColumnsMenu({ columns, filter, onChange }: ColumnsMenuProps): VNode {
  const shown = new Set<string>(columns.map(({ id }) => id));
  const toggle = (id: string) => {
    if (!shown.delete(id)) shown.add(id);
    onChange(columnsParameter(shown));
  };
  return (
    <Menu label="Columns">
      {() => (
        <>
          {COLUMNS.filter(({ id }) => id !== 'name').map(({ id, title }) => (
            <label key={id} class={style.item}>
              <input type="checkbox" checked={shown.has(id)} onChange={() => toggle(id)} />
              {title}
            </label>
          ))}
          <ScoreChoices filter={filter} shown={shown} onToggle={toggle} />
        </>
      )}
    </Menu>
  );
}
