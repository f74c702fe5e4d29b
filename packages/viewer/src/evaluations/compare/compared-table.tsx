import type { MeasureChange } from '@tracewright/evaluate/compare';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { compareHref } from '../../tracking/compare-runs/compare-url.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { evaluationHref } from '../evaluation-href.ts';
import { ChangeNote, measureText } from './change-note.tsx';
import style from './compared-table.module.css';
import type { ComparedEvaluation } from './use-compared.ts';

/** What a fact is called; scores have names of their own. */
const TITLES: Readonly<Record<string, string>> = {
  score: 'all scores together',
  duration_ms: 'time a row',
  cost_usd: 'cost a row',
  input_tokens: 'input tokens a row',
  output_tokens: 'output tokens a row',
};

export interface ComparedTableProps {
  readonly runId: string;
  readonly name: string;
  readonly others: readonly ComparedEvaluation[];
}

/** Measure by measure: the evaluation itself, and what has changed since each of the others. */
export function ComparedTable({ runId, name, others }: ComparedTableProps): VNode {
  const names = [...new Set(others.flatMap(({ comparison }) => comparison.changes.map((change) => change.name)))];
  const axes = compareHref(new Set([runId, ...others.map((other) => other.runId)]));
  const changeOf = (other: ComparedEvaluation, measure: string): MeasureChange | undefined =>
    other.comparison.changes.find((change) => change.name === measure);
  return (
    <div class={style.compared}>
      <p class={style.about}>
        {others.map((other) => (
          <span key={other.runId}>{rowsText(other)}</span>
        ))}
        {axes !== undefined && (
          <Link href={`${axes}&view=parallel`}>as lines over all metrics, or cost against quality</Link>
        )}
      </p>
      <DataTable
        caption="What has changed"
        isCaptionHidden
        columns={[
          { title: 'Measure' },
          { title: name, isNumber: true },
          ...others.map((other) => ({ title: `Change since ${other.name}` })),
        ]}
        rows={names.map((measure) => {
          const known = others.flatMap((other) => changeOf(other, measure) ?? [])[0];
          return [
            titleOf(measure, known),
            known && !Number.isNaN(known.after) ? measureText(known, known.after) : '–',
            ...others.map((other) => {
              const change = changeOf(other, measure);
              return change ? <ChangeNote key={other.runId} change={change} /> : '–';
            }),
          ];
        })}
      />
      <p class={style.about}>
        <span>
          Means of the rows that both have, with 95 % intervals of drawing rows anew 10,000 times. “May be chance” is
          what cannot be told from it after correcting for all that is compared at once.
        </span>
        {others.map((other) => (
          <Link key={other.runId} href={evaluationHref(other.runId)}>
            open {other.name}
          </Link>
        ))}
      </p>
    </div>
  );
}

/** A scorer may be called as a fact is. */
function titleOf(name: string, change: MeasureChange | undefined): string {
  return change?.kind === 'score' && name !== 'score' ? name : (TITLES[name] ?? name);
}

function rowsText({ name, comparison }: ComparedEvaluation): string {
  const { rows, onlyAfter, onlyBefore, errorsBefore, errorsAfter } = comparison;
  const parts = [
    `${formatCount(rows)} rows that ${name} has, too`,
    ...(onlyAfter.length > 0 ? [`${formatCount(onlyAfter.length)} only here`] : []),
    ...(onlyBefore.length > 0 ? [`${formatCount(onlyBefore.length)} only there`] : []),
    ...(errorsBefore + errorsAfter > 0
      ? [`failed tasks ${formatCount(errorsBefore)} → ${formatCount(errorsAfter)}`]
      : []),
  ];
  return parts.join(', ');
}
