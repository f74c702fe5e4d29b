import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { getExperiment, type MlflowRun, searchRuns } from '../api/mlflow.ts';
import { useAsked } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import { DataTable } from '../ui/data-table.tsx';
import { formatQuery } from '../url/query.ts';
import { Moment, metricValue, RunStatus, runDuration } from './run-facts.tsx';
import style from './run-page.module.css';
import { Pending, TrackingPage, Unanswered } from './tracking-page.tsx';

const PAGE = 100;
const REFRESH_MS = 5_000;
/** Metrics and parameters that get a column, those of the most runs first. */
const MAX_KEYS = 6;
/** Characters of a parameter that stand in its cell: more than there is room for. */
const BRIEF_LENGTH = 200;

/** `/experiments/:id`: its runs side by side. */
export function ExperimentPage({ experimentId }: { readonly experimentId: string }): VNode {
  const [limit, setLimit] = useState(PAGE);
  const experiment = useAsked(`experiment ${experimentId}`, (abort) => getExperiment(experimentId, abort));
  const answer = useAsked(
    `runs ${experimentId} ${limit}`,
    () => searchRuns(experimentId, limit),
    // Many are not read again and again.
    limit === PAGE ? REFRESH_MS : undefined,
  );
  const runs = answer.value;
  if (!experiment.value) return <Unanswered answer={experiment} what="experiment" />;
  const { name, creation_time: created } = experiment.value;
  return (
    <TrackingPage
      title={name}
      above={<Link href="/experiments">Experiments</Link>}
      facts={
        <>
          <span>
            created <Moment ms={created} />
          </span>
          {runs && (
            <span>
              {formatCount(runs.items.length)}
              {runs.hasMore && '+'} {runs.items.length === 1 ? 'run' : 'runs'}
            </span>
          )}
          <Link href={`/traces${formatQuery({ q: `experiment = ${experimentId}` })}`}>Traces</Link>
        </>
      }
    >
      {!runs && <Pending answer={answer} />}
      {runs?.items.length === 0 && <p class={style.none}>No run has been logged in this experiment.</p>}
      {runs && runs.items.length > 0 && <RunTable runs={runs.items} />}
      {runs?.hasMore && (
        <button type="button" class={style.more} onClick={() => setLimit(limit + 4 * PAGE)}>
          More runs
        </button>
      )}
    </TrackingPage>
  );
}

function RunTable({ runs }: { readonly runs: readonly MlflowRun[] }): VNode {
  const metrics = commonKeys(runs.map(({ data }) => data.metrics ?? []));
  const params = commonKeys(runs.map(({ data }) => data.params ?? []));
  return (
    <DataTable
      caption="Runs, the newest first"
      isCaptionHidden
      columns={[
        { title: 'Run' },
        { title: 'Started' },
        { title: 'Status' },
        { title: 'Duration', isNumber: true },
        ...metrics.map((title) => ({ title, isNumber: true })),
        ...params.map((title) => ({ title: `params.${title}` })),
      ]}
      rows={runs.map((run) => [
        <Link key="name" href={`/runs/${run.info.run_id}`}>
          {run.info.run_name || run.info.run_id}
        </Link>,
        <Moment key="start" ms={run.info.start_time} />,
        <RunStatus key="status" status={run.info.status} />,
        runDuration(run),
        ...metrics.map((key) => {
          const metric = run.data.metrics?.find((each) => each.key === key);
          return metric ? metricValue(metric) : '–';
        }),
        ...params.map((key) => <Param key={key} value={run.data.params?.find((each) => each.key === key)?.value} />),
      ])}
    />
  );
}

/** On one line, however long: the page of its run has all of it. */
function Param({ value }: { readonly value: string | undefined }): VNode {
  return (
    <span class={style.brief} title={value}>
      {value?.slice(0, BRIEF_LENGTH) ?? '–'}
    </span>
  );
}

function commonKeys(all: readonly (readonly { readonly key: string }[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { key } of all.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const sorted = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return sorted.slice(0, MAX_KEYS).map(([key]) => key);
}
