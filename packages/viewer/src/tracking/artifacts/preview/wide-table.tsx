import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type RowRange, visibleRange } from '../../../window/visible-range.ts';
import style from './wide-table.module.css';

const COLUMN_PX = 180;
/** Columns beside those in view that are drawn, too. */
const MARGIN = 6;
/** Until the table has been laid out. */
const FIRST_RANGE: RowRange = { first: 0, end: 16 };

export interface WideTableProps {
  readonly caption: string;
  readonly titles: readonly string[];
  readonly rowCount: number;
  readonly cell: (row: number, column: number) => ComponentChildren;
}

/** A table of very many columns, all of one width, drawn as far as they are in view. */
export function WideTable({ caption, titles, rowCount, cell }: WideTableProps): VNode {
  const ref = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState(FIRST_RANGE);
  const columnCount = titles.length;
  const look = () => {
    const { scrollLeft = 0, clientWidth = 0 } = ref.current ?? {};
    const geometry = {
      scrollTop: scrollLeft,
      viewportHeight: clientWidth,
      rowHeight: COLUMN_PX,
      rowCount: columnCount,
    };
    const now = visibleRange(geometry, MARGIN);
    setRange((before) => (before.first === now.first && before.end === now.end ? before : now));
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    if (ref.current) observer.observe(ref.current);
    return () => observer.disconnect();
  }, [columnCount]);
  const shown = titles.slice(range.first, range.end).map((title, at) => ({ title, column: range.first + at }));
  const behind = columnCount - range.first - shown.length;
  // One cell for all columns that are not drawn: a cell spans a thousand of them at most.
  const row = (cells: ComponentChildren): ComponentChildren => (
    <>
      {range.first > 0 && <td aria-hidden />}
      {cells}
      {behind > 0 && <td aria-hidden />}
    </>
  );
  return (
    <div class={style.scroll} role="region" aria-label={caption} tabIndex={0} ref={ref} onScroll={look}>
      <table class={style.table} aria-colcount={columnCount} style={{ width: `${columnCount * COLUMN_PX}px` }}>
        <caption class="visually-hidden">{caption}</caption>
        <colgroup>
          {range.first > 0 && <col key="before" style={{ width: `${range.first * COLUMN_PX}px` }} />}
          {shown.map(({ column }) => (
            <col key={column} style={{ width: `${COLUMN_PX}px` }} />
          ))}
          {behind > 0 && <col key="behind" style={{ width: `${behind * COLUMN_PX}px` }} />}
        </colgroup>
        <thead>
          <tr>
            {row(
              shown.map(({ title, column }) => (
                <th key={column} scope="col" title={title} aria-colindex={column + 1}>
                  {title}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rowCount }, (_, at) => (
            <tr key={at}>
              {row(
                shown.map(({ column }) => (
                  <td key={column} aria-colindex={column + 1}>
                    {cell(at, column)}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
