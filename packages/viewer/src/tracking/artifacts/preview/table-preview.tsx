import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../../format/number.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { artifactAddress } from '../../api/artifacts.ts';
import { cellText, imageOf, type TableData } from './table-data.ts';
import style from './table-preview.module.css';

const STEP = 100;
/** Of a cell: prompts and answers are among them. */
const BRIEF_LENGTH = 300;

export interface TablePreviewProps {
  readonly table: TableData;
  readonly runId: string;
}

/** Rows of a table as far as somebody asks for them. */
export function TablePreview({ table: { columns, rows }, runId }: TablePreviewProps): VNode {
  const [limit, setLimit] = useState(STEP);
  const isNumber = columns.map((_, at) => rows.slice(0, STEP).every((row) => isFigure(row[at])));
  return (
    <>
      <p class={style.count}>
        {formatCount(rows.length)} {rows.length === 1 ? 'row' : 'rows'}, {formatCount(columns.length)} columns
      </p>
      <DataTable
        caption="The table that was logged"
        isCaptionHidden
        columns={columns.map((title, at) => ({ title: title || `column ${at + 1}`, isNumber: isNumber[at] ?? false }))}
        rows={rows
          .slice(0, limit)
          .map((row) => columns.map((_, at) => <Cell key={at} value={row[at]} runId={runId} />))}
      />
      {rows.length > limit && (
        <button type="button" class={style.more} onClick={() => setLimit(limit + STEP)}>
          {formatCount(rows.length - limit)} more rows
        </button>
      )}
    </>
  );
}

function Cell({ value, runId }: { readonly value: unknown; readonly runId: string }): VNode {
  const image = imageOf(value);
  if (image !== undefined) return <img class={style.image} src={artifactAddress(runId, image)} alt={image} />;
  const text = cellText(value);
  return (
    <span class={style.cell} title={text.length > BRIEF_LENGTH ? text.slice(0, 2_000) : undefined}>
      {text.length > BRIEF_LENGTH ? `${text.slice(0, BRIEF_LENGTH)} …` : text}
    </span>
  );
}

function isFigure(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value))
  );
}
