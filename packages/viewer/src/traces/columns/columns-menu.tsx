import type { VNode } from 'preact';
import { Menu } from '../toolbar/menu.tsx';
import style from '../toolbar/menu-item.module.css';
import { COLUMNS, type Column, type ColumnId, columnsParameter } from './columns.tsx';

export interface ColumnsMenuProps {
  readonly columns: readonly Column[];
  /** With the new parameter of the URL. */
  readonly onChange: (cols: string | undefined) => void;
}

export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps): VNode {
  const shown = new Set(columns.map(({ id }) => id));
  const toggle = (id: ColumnId) => {
    if (!shown.delete(id)) shown.add(id);
    onChange(columnsParameter(shown));
  };
  return (
    <Menu label="Columns">
      {() =>
        COLUMNS.filter(({ id }) => id !== 'name').map(({ id, title }) => (
          <label key={id} class={style.item}>
            <input type="checkbox" checked={shown.has(id)} onChange={() => toggle(id)} />
            {title}
          </label>
        ))
      }
    </Menu>
  );
}
