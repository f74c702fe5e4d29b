import type { ComponentChildren, VNode } from 'preact';
import { classNames } from './class-names.ts';
import style from './data-table.module.css';

export interface DataColumn {
  readonly title: string;
  /** Numbers stand at the right, digit below digit. */
  readonly isNumber?: boolean;
  /** Left out on a phone, where the others have no room beside it. */
  readonly isMinor?: boolean;
}

export interface DataTableProps {
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly DataColumn[];
  /** One cell per column; the first names the row. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A plain table that scrolls sideways where it is too wide. */
export function DataTable({ caption, isCaptionHidden = false, columns, rows }: DataTableProps): VNode {
  return (
    <div class={style.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table class={style.table}>
        <caption class={isCaptionHidden ? 'visually-hidden' : style.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" title={column.title} class={columnClass(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, at) => (
            <tr key={at}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column} class={columnClass(columns[column])}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function columnClass(column: DataColumn | undefined): string | undefined {
  return classNames(column?.isNumber && style.number, column?.isMinor && style.minor);
}
