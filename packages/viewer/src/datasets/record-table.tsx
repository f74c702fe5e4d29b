import type { DatasetRecord } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import { Nothing } from '../tracking/run/part.tsx';
import { classNames } from '../ui/class-names.ts';
import rows from '../window/row-table.module.css';
import { RowTable } from '../window/row-table.tsx';
import { useRowSlots } from '../window/use-row-slots.ts';
import { useRowWindow } from '../window/use-row-window.ts';
import { briefValue } from './brief-value.ts';
import { RecordPane } from './record-pane.tsx';
import style from './record-table.module.css';
import { traceIdOf } from './trace-id-of.ts';
import { useRecords } from './use-records.ts';

const HEIGHTS = { wide: 32, narrow: 58 };
/** Beyond what is in view. */
const AHEAD = 60;

export interface RecordTableProps {
  readonly id: string;
  /** Undefined: what the dataset holds now. */
  readonly version: number | undefined;
  readonly recordCount: number;
  /** Id of the record that is shown whole. */
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
}

/** The records of a version, drawn as far as they are in view, and one of them whole. */
export function RecordTable({ id, version, recordCount, selected, onSelect }: RecordTableProps): VNode {
  const window = useRowWindow(recordCount, HEIGHTS);
  const { items, failure } = useRecords(id, version, Math.min(recordCount, window.range.end + AHEAD), selected);
  const { first, end } = window.range;
  const inWindow = Array.from({ length: end - first }, (_, at) => first + at);
  const slots = useRowSlots(inWindow.map(String));
  if (recordCount === 0) return <Nothing>It has no records.</Nothing>;
  const shown = items.find((record) => record.id === selected);
  return (
    <>
      <p class={style.count}>
        {formatCount(recordCount)} {recordCount === 1 ? 'record' : 'records'}
      </p>
      {failure !== undefined && <p role="alert">{failure}</p>}
      <div class={style.box} style={{ '--rows': String(Math.min(recordCount, 12)) }}>
        <RowTable
          label="Records"
          role="grid"
          window={window}
          class={style.table}
          header={
            <div class={rows.header} role="row" aria-rowindex={1}>
              {['Inputs', 'Expected', 'Source'].map((title) => (
                <span key={title} role="columnheader" class={rows.title}>
                  {title}
                </span>
              ))}
            </div>
          }
        >
          {inWindow.map((index) => (
            <RecordRow
              key={slots.get(String(index))}
              {...{ index }}
              top={index * window.rowPx}
              record={items[index]}
              isSelected={items[index] !== undefined && items[index]?.id === selected}
              {...{ onSelect }}
            />
          ))}
        </RowTable>
      </div>
      {shown !== undefined && <RecordPane record={shown} onClose={() => onSelect(undefined)} />}
    </>
  );
}

interface RecordRowProps {
  readonly index: number;
  /** CSS pixels. */
  readonly top: number;
  /** Undefined: it has not come yet. */
  readonly record: DatasetRecord | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
}

function RecordRow({ index, top, record, isSelected, onSelect }: RecordRowProps): VNode {
  const traceId = traceIdOf(record);
  return (
    <div
      class={classNames(rows.row, isSelected && rows.current)}
      role="row"
      data-key={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" class={rows.cell}>
        {record === undefined ? (
          '…'
        ) : (
          <button type="button" class={style.open} onClick={() => onSelect(record.id)}>
            {briefValue(record.inputs)}
          </button>
        )}
      </span>
      <span role="gridcell" class={classNames(rows.cell, style.expected)}>
        {record?.expectations === undefined ? '' : briefValue(record.expectations)}
      </span>
      <span role="gridcell" class={rows.cell}>
        {traceId === undefined ? (record?.source?.type ?? '') : <Link href={`/traces/${traceId}`}>trace</Link>}
      </span>
    </div>
  );
}
