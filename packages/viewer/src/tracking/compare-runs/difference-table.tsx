import type { ComponentChildren, VNode } from 'preact';
import { Link } from 'wouter-preact';
import { TextDiff } from '../../diff/text-diff.tsx';
import { FoldedText } from '../../trace/content/folded-text.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Moment, metricValue, RunStatus, runDuration } from '../page/run-facts.tsx';
import { type ListedRun, metricNumber } from '../runs/listed-run.ts';
import { bestOf, isLessBetter } from './better-end.ts';
import { listed, toggled } from './compare-url.ts';
import style from './difference-table.module.css';
import { type ComparedKey, type ComparedKind, comparedKeys } from './differences.ts';
import { MetricChange } from './metric-change.tsx';

const FOLD_LINES = 6;
/** Of shorter texts one sees at a glance what changed. */
const MIN_DIFF_LENGTH = 24;

export interface DifferenceTableProps {
  readonly runs: readonly ListedRun[];
  /** Whether what is the same everywhere is shown, too. */
  readonly isAll: boolean;
  /** Metrics whose better end is not the usual one, joined by commas. */
  readonly flip: string | undefined;
  /** Absent where the better end cannot be chosen. */
  readonly onFlip?: ((flip: string | undefined) => void) | undefined;
}

/** Runs beside each other: their facts, parameters, metrics and tags, what differs, and which is best. */
export function DifferenceTable({ runs, isAll, flip, onFlip }: DifferenceTableProps): VNode {
  // Of two there is room to say what changed from the one to the other.
  const hasChange = runs.length === 2;
  const width = runs.length + (hasChange ? 2 : 1);
  const section = (title: string, kind: ComparedKind, render: (key: ComparedKey) => VNode) => {
    const keys = comparedKeys(runs, kind);
    const shown = isAll ? keys : keys.filter(({ isSame }) => !isSame);
    const hidden = keys.length - shown.length;
    return (
      <tbody>
        <tr class={style.section}>
          <th scope="colgroup" colSpan={width}>
            {title}
            {hidden > 0 && <span class={style.note}> {hidden} the same in all</span>}
            {keys.length === 0 && <span class={style.note}> none</span>}
          </th>
        </tr>
        {shown.map(render)}
      </tbody>
    );
  };
  const facts: readonly (readonly [string, (run: ListedRun) => ComponentChildren])[] = [
    ['Status', ({ info }) => <RunStatus status={info.status} />],
    ['Started', ({ info }) => <Moment ms={info.start_time} />],
    ['Duration', ({ info }) => runDuration(info)],
    ['User', ({ info }) => info.user_id || '–'],
  ];
  return (
    <div class={style.scroll} role="region" aria-label="Differences" tabIndex={0}>
      <table class={style.table}>
        <thead>
          <tr>
            <th scope="col" class={style.key}>
              Run
            </th>
            {runs.map((run) => (
              <th key={run.id} scope="col" class={style.run}>
                <Link href={`/runs/${run.id}`}>{run.name}</Link>
              </th>
            ))}
            {hasChange && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {facts.map(([name, read]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {runs.map((run) => (
                <td key={run.id}>{read(run)}</td>
              ))}
              {hasChange && <td />}
            </tr>
          ))}
        </tbody>
        {section('Metrics', 'metrics', ({ key }) => (
          <MetricRow key={key} {...{ runs, metric: key, flip, onFlip, hasChange }} />
        ))}
        {section('Parameters', 'params', (compared) => (
          <TextRow key={compared.key} compared={compared} hasChange={hasChange} />
        ))}
        {section('Tags', 'tags', (compared) => (
          <TextRow key={compared.key} compared={compared} hasChange={hasChange} />
        ))}
      </table>
    </div>
  );
}

interface MetricRowProps extends Pick<DifferenceTableProps, 'runs' | 'flip' | 'onFlip'> {
  readonly metric: string;
  readonly hasChange: boolean;
}

function MetricRow({ runs, metric, flip, onFlip, hasChange }: MetricRowProps): VNode {
  const isLess = isLessBetter(metric) !== listed(flip).includes(metric);
  const values = runs.map((run) => metricNumber(run, metric));
  const best = bestOf(values, isLess);
  return (
    <tr>
      <th scope="row">
        {metric}{' '}
        {onFlip && (
          <button
            type="button"
            class={style.end}
            title={`${isLess ? 'Less' : 'More'} is taken for better; press for the other way`}
            onClick={() => onFlip(toggled(flip, metric))}
          >
            {isLess ? '↓' : '↑'}
            <span class="visually-hidden">{isLess ? 'less is better' : 'more is better'}</span>
          </button>
        )}
      </th>
      {values.map((value, at) => (
        <td key={runs[at]?.id} class={classNames(style.number, best.has(at) && style.best)}>
          {value === undefined ? '–' : metricValue({ value })}
          {best.has(at) && <span class={style.mark}>best</span>}
        </td>
      ))}
      {hasChange && (
        <td class={style.number}>
          <MetricChange before={values[0]} after={values[1]} isLessBetter={isLess} />
        </td>
      )}
    </tr>
  );
}

function TextRow({ compared, hasChange }: { readonly compared: ComparedKey; readonly hasChange: boolean }): VNode {
  const { key, values, isSame } = compared;
  const [before = '', after = ''] = values;
  const isLong = !isSame && Math.min(before.length, after.length) >= MIN_DIFF_LENGTH;
  return (
    <tr>
      <th scope="row">{key}</th>
      {values.map((value, at) => (
        <td key={at} class={classNames(style.text, !isSame && style.differs)}>
          {value === undefined ? '–' : <FoldedText text={value} foldLines={FOLD_LINES} />}
        </td>
      ))}
      {hasChange && <td class={style.text}>{isLong && <TextDiff before={before} after={after} />}</td>}
    </tr>
  );
}
