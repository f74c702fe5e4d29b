import type { VNode } from 'preact';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import style from './confusion-table.module.css';

export interface ConfusionTableProps {
  readonly labels: readonly string[];
  /** Rows are what people say, columns what the judge says. */
  readonly confusion: readonly (readonly number[])[];
}

/** What people say against what the judge says; the darker a field, the more often. */
export function ConfusionTable({ labels, confusion }: ConfusionTableProps): VNode {
  const most = Math.max(1, ...confusion.flat());
  return (
    <div class={style.scroll} tabIndex={0} role="region" aria-label="What people and the judge say">
      <table class={style.table}>
        <caption class="visually-hidden">
          What people say, row by row, against what the judge says, column by column
        </caption>
        <thead>
          <tr>
            <th scope="col">people ↓, judge →</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((counts, row) => (
            <tr key={labels[row]}>
              <th scope="row">{labels[row]}</th>
              {counts.map((count, column) => (
                <td
                  key={labels[column]}
                  class={classNames(row === column ? style.same : style.other)}
                  style={{ '--share': `${Math.round((count / most) * 34)}%` }}
                >
                  {formatCount(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
