import type { ComponentChildren, VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import style from './row-table.module.css';
import type { TableWindow } from './use-row-window.ts';

export interface RowTableProps {
  readonly label: string;
  readonly role: 'grid' | 'treegrid';
  readonly window: TableWindow;
  /** Whether there are more rows than have been loaded. */
  readonly hasMore?: boolean;
  /** Whether Tab reaches the table itself: where no link in its rows can be reached. */
  readonly isFocusable?: boolean;
  readonly class?: string | undefined;
  /** Measures of the columns that depend on which there are, see row-table.module.css. */
  readonly tracks?: Readonly<Record<`--${string}`, string>>;
  readonly header: VNode;
  /** The rows in the window. */
  readonly children: ComponentChildren;
}

/** A long list as rows of one height below a header that stays, drawn as far as they are in view. */
export function RowTable(props: RowTableProps): VNode {
  const { label, role, window, hasMore = false, isFocusable = false, tracks, header, children } = props;
  const { ref, range, rowCount, rowPx } = window;
  const printed = range.end - range.first;
  const aria = { role, 'aria-label': label, 'aria-rowcount': hasMore ? -1 : rowCount + 1 };
  return (
    <div
      class={classNames(style.table, props.class)}
      {...aria}
      ref={ref}
      style={{ ...tracks, '--row-height': `${rowPx}px` }}
      {...(isFocusable && { tabIndex: 0 })}
    >
      {header}
      <div class={style.rows} role="rowgroup" style={{ height: `${rowCount * rowPx}px` }}>
        {children}
      </div>
      {(hasMore || printed < rowCount) && (
        <p class={style.onPaper}>The first {formatCount(printed)} rows; there are more.</p>
      )}
    </div>
  );
}
