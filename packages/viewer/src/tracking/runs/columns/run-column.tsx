import type { VNode } from 'preact';
import { Moment, metricValue, RunStatus, runDuration } from '../../page/run-facts.tsx';
import type { ListedRun } from '../listed-run.ts';
import style from './run-column.module.css';

/** What a column shows of each run. */
export interface RunColumn {
  /** As URLs name it: `start`, or `metrics.accuracy`. */
  readonly id: string;
  readonly title: string;
  readonly widthPx: number;
  readonly isNumber: boolean;
  readonly cell: (run: ListedRun) => VNode | string;
}

/** Characters of a value that stand in its cell: more than there is room for. */
const BRIEF_LENGTH = 200;

const NOTHING = '–';

/** What every run has. */
export const FACTS: readonly RunColumn[] = [
  fact('start', 'Started', 118, ({ info }) => <Moment ms={info.start_time} />),
  fact('status', 'Status', 84, ({ info }) => <RunStatus status={info.status} />),
  { ...fact('duration', 'Duration', 84, ({ info }) => runDuration(info)), isNumber: true },
  fact('user', 'User', 100, ({ info }) => <Brief text={info.user_id || undefined} />),
  fact('source', 'Source', 140, ({ tags }) => <Brief text={tags.get('mlflow.source.name')} />),
  fact('version', 'Code version', 90, ({ tags }) => <Brief text={tags.get('mlflow.source.git.commit')?.slice(0, 8)} />),
  fact('dataset', 'Dataset', 120, ({ datasets }) => <Brief text={datasets.join(', ') || undefined} />),
  fact('id', 'Id', 84, ({ id }) => <code title={id}>{id.slice(0, 8)}</code>),
];

/** Columns of what was logged by a key. @param id Such as `params.model`; undefined where it is no such column. */
export function loggedColumn(id: string): RunColumn | undefined {
  const dot = id.indexOf('.');
  const key = id.slice(dot + 1);
  if (key === '') return undefined;
  switch (id.slice(0, dot)) {
    case 'metrics':
      return { id, title: key, widthPx: 104, isNumber: true, cell: ({ metrics }) => metricCell(metrics.get(key)) };
    case 'params':
      return { id, title: key, widthPx: 132, isNumber: false, cell: ({ params }) => <Brief text={params.get(key)} /> };
    case 'tags':
      return { id, title: key, widthPx: 132, isNumber: false, cell: ({ tags }) => <Brief text={tags.get(key)} /> };
    default:
      return undefined;
  }
}

function fact(id: string, title: string, widthPx: number, cell: RunColumn['cell']): RunColumn {
  return { id, title, widthPx, isNumber: false, cell };
}

function metricCell(metric: Parameters<typeof metricValue>[0] | undefined): VNode | string {
  return metric ? <span title={String(metric.value)}>{metricValue(metric)}</span> : NOTHING;
}

/** On one line, however long: the page of the run has all of it. */
function Brief({ text }: { readonly text: string | undefined }): VNode | null {
  if (text === undefined) return <span class={style.none}>{NOTHING}</span>;
  const brief = text.slice(0, BRIEF_LENGTH);
  return <span title={brief}>{brief}</span>;
}
