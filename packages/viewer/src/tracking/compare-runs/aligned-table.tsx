import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { FoldedText } from '../../trace/content/folded-text.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { AlignedRow, AlignedTables } from './align-rows.ts';
import style from './aligned-table.module.css';

const STEP = 50;
const FOLD_LINES = 4;

export interface AlignedTableProps {
  readonly tables: AlignedTables;
  /** Of the two runs. */
  readonly names: readonly [string, string];
}

/** Two tables row by row, one run's cells above the other's where they differ. */
export function AlignedTable({ tables, names }: AlignedTableProps): VNode {
  const [limit, setLimit] = useState(STEP);
  const { columns, keyColumns, scoreColumn, rows } = tables;
  const shown = columns.filter((column) => !keyColumns.includes(column));
  const count = (is: (row: AlignedRow) => boolean) => formatCount(rows.filter(is).length);
  return (
    <>
      <p class={style.counts} role="status">
        {scoreColumn !== undefined && (
          <>
            <b class={style.worse}>{count(({ gain = 0 }) => gain < 0)} worse</b>
            <b class={style.better}>{count(({ gain = 0 }) => gain > 0)} better</b>
            <span>{count(({ gain }) => gain === 0)} the same</span>
          </>
        )}
        <span>{count(({ after }) => after === undefined)} only before</span>
        <span>{count(({ before }) => before === undefined)} only after</span>
      </p>
      <div class={style.scroll} role="region" aria-label="Rows of both tables" tabIndex={0}>
        <table class={style.table}>
          <thead>
            <tr>
              <th scope="col">{keyColumns.join(', ') || 'Row'}</th>
              <th scope="col">Run</th>
              {shown.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          {rows.slice(0, limit).map((row) => (
            <tbody key={row.key} class={classNames(row.gain !== undefined && row.gain < 0 && style.isWorse)}>
              <tr>
                <th scope="rowgroup" rowSpan={2} class={style.key}>
                  <FoldedText text={row.key} foldLines={FOLD_LINES} />
                  {row.gain !== undefined && row.gain !== 0 && (
                    <span class={row.gain < 0 ? style.worse : style.better}>{row.gain < 0 ? 'worse' : 'better'}</span>
                  )}
                </th>
                <Cells name={names[0]} cells={row.before} other={row.after} columns={shown} />
              </tr>
              <tr>
                <Cells name={names[1]} cells={row.after} other={row.before} columns={shown} />
              </tr>
            </tbody>
          ))}
        </table>
      </div>
      {rows.length > limit && (
        <button type="button" class={style.more} onClick={() => setLimit(limit + STEP)}>
          {formatCount(rows.length - limit)} more rows
        </button>
      )}
    </>
  );
}

interface CellsProps {
  readonly name: string;
  readonly cells: ReadonlyMap<string, string> | undefined;
  readonly other: ReadonlyMap<string, string> | undefined;
  readonly columns: readonly string[];
}

function Cells({ name, cells, other, columns }: CellsProps): VNode {
  return (
    <>
      <td class={style.run}>{name}</td>
      {cells === undefined ? (
        <td class={style.missing} colSpan={columns.length}>
          no such row
        </td>
      ) : (
        columns.map((column) => (
          <td key={column} class={classNames(other && other.get(column) !== cells.get(column) && style.differs)}>
            <FoldedText text={cells.get(column) ?? ''} foldLines={FOLD_LINES} />
          </td>
        ))
      )}
    </>
  );
}
