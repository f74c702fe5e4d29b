import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatDuration } from '../format/duration.ts';
import { formatCount, formatUsd } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import { formatShare } from '../format/share.ts';
import { classNames } from '../ui/class-names.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { AbCell, AbRow, MeasureUnit } from './ab-measures.ts';
import style from './ab-table.module.css';

const VERDICTS = { better: 'better', worse: 'worse', unclear: 'cannot be told from chance' } as const;

export interface AbTableProps {
  readonly rows: readonly AbRow[];
  readonly variants: readonly string[];
  readonly reference: string;
  /** The traces behind a variant. */
  readonly hrefOf: (variant: string) => string;
}

export function AbTable({ rows, variants, reference, hrefOf }: AbTableProps): VNode {
  return (
    <>
      <DataTable
        caption="Variants side by side"
        isCaptionHidden
        columns={[{ title: 'Measure' }, ...variants.map((title) => ({ title }))]}
        rows={rows.map(({ measure, cells }) => [
          measure.name,
          ...variants.map((variant) => <Cell key={variant} cell={cells.get(variant)} unit={measure.unit} />),
        ])}
      />
      <p class={style.links}>
        {variants.map((variant) => (
          <Link key={variant} href={hrefOf(variant)}>
            the traces of {variant}
            {variant === reference ? ', which the others are held against' : ''}
          </Link>
        ))}
      </p>
    </>
  );
}

function Cell({ cell, unit }: { readonly cell: AbCell | undefined; readonly unit: MeasureUnit }): VNode {
  if (cell === undefined || cell.count === 0) return <span class={style.none}>–</span>;
  const { difference, verdict, mean, count } = cell;
  return (
    <span class={style.cell}>
      <b title={`mean of ${formatCount(count)}`}>{text(unit, mean)}</b>{' '}
      <span class={style.none}>n {formatCount(count)}</span>
      {difference && verdict && (
        <span
          class={style.difference}
          title={`p ${difference.p < 0.001 ? '< 0.001' : `= ${formatScore(difference.p)}`}`}
        >
          <span class={classNames(verdict === 'better' && style.better, verdict === 'worse' && style.worse)}>
            {signed(unit, difference.estimate)}
          </span>{' '}
          <span class={style.none}>
            {signed(unit, difference.low)} to {signed(unit, difference.high)},
          </span>{' '}
          <span class={classNames(verdict === 'better' && style.better, verdict === 'worse' && style.worse)}>
            {VERDICTS[verdict]}
          </span>
        </span>
      )}
    </span>
  );
}

function signed(unit: MeasureUnit, value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  const size = Math.abs(value);
  return `${sign}${unit === 'share' ? `${(size * 100).toFixed(1)} points` : text(unit, size)}`;
}

function text(unit: MeasureUnit, value: number): string {
  if (unit === 'ms') return formatDuration(value * 1_000);
  if (unit === 'usd') return formatUsd(value);
  if (unit === 'share') return formatShare(value);
  return unit === 'count' ? formatCount(Math.round(value)) : formatScore(value);
}
