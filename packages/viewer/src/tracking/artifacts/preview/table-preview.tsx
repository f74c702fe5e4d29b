import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../../format/number.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { artifactAddress } from '../../api/artifacts.ts';
import { cellText, imageOf, type TableData } from './table-data.ts';
import style from './table-preview.module.css';
import { WideTable } from './wide-table.tsx';

const STEP = 100;
/** More than these are drawn as far as they are in view. */
const MAX_COLUMNS = 40;
/** Of a cell: prompts and answers are among them. */
const BRIEF_LENGTH = 300;

export interface TablePreviewProps {
  readonly table: TableData;
  readonly runId: string;
}

/** Rows of a table as far as somebody asks for them. */
export function TablePreview({ table: { columns, rows }, runId }: TablePreviewProps): VNode {
  const [limit, setLimit] = useState(STEP);
  const titles = columns.map((title, at) => title || `column ${at + 1}`);
  const caption = 'The table that was logged';
  return (
    <>
      <p class={style.count}>
        {formatCount(rows.length)} {rows.length === 1 ? 'row' : 'rows'}, {formatCount(columns.length)} columns
      </p>
      {columns.length > MAX_COLUMNS ? (
        <WideTable
          {...{ caption, titles }}
          rowCount={Math.min(limit, rows.length)}
          cell={(row, column) => <Cell value={rows[row]?.[column]} runId={runId} />}
        />
      ) : (
        <DataTable
          {...{ caption }}
          isCaptionHidden
          columns={titles.map((title, at) => ({
            title,
            isNumber: rows.slice(0, STEP).every((row) => isFigure(row[at])),
          }))}
          rows={rows
            .slice(0, limit)
            .map((row) => columns.map((_, at) => <Cell key={at} value={row[at]} runId={runId} />))}
        />
      )}
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
