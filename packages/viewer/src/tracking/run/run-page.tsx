import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { formatQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { getExperiment } from '../api/experiments.ts';
import { getRun, type MlflowMetric, type MlflowRun, renameRun, setRunDeleted } from '../api/runs.ts';
import { ArtifactBrowser } from '../artifacts/artifact-browser.tsx';
import { CurveGrid } from '../curves/curve-grid.tsx';
import { curvesQuery } from '../curves/curves-url.ts';
import { ConfirmMenu } from '../edit/confirm-menu.tsx';
import { Moment, RunStatus, runDuration } from '../page/run-facts.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import { RegisterMenu } from './register-menu.tsx';
import { RunOverview } from './run-overview.tsx';
import { RunTraces } from './run-traces.tsx';

const RUNNING_MS = 3_000;
const TABS = ['overview', 'curves', 'artifacts', 'traces'] as const;
type TabId = (typeof TABS)[number];

/** `/runs/:id?tab=&path=&find=&x=&log=&smooth=`: what a run of an experiment was given, and what came of it. */
export function RunPage({ runId }: { readonly runId: string }): VNode {
  const [, navigate] = useLocation();
  const query = useQuery();
  const [revision, setRevision] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const refreshMs = isRunning ? RUNNING_MS : undefined;
  const answer = useAsked(
    `run ${runId} ${revision}`,
    async (abort) => {
      const read = await getRun(runId, abort);
      setRunning(read.info.status === 'RUNNING' || read.info.status === 'SCHEDULED');
      return read;
    },
    refreshMs,
  );
  const run = answer.value;
  const experimentId = run?.info.experiment_id;
  const experiment = useAsked(experimentId, (abort) => getExperiment(experimentId ?? '', abort)).value;
  const name = run?.info.run_name || runId;
  const runs = useMemo(() => [{ id: runId, name }], [runId, name]);
  if (!run) return <Unanswered answer={answer} what="run" />;
  const { info, data } = run;
  const metrics = data.metrics ?? [];
  const tab = TABS.find((id) => id === query.tab) ?? 'overview';
  const show = (change: Readonly<Record<string, string | undefined>>, replace = false) =>
    navigate(`/runs/${runId}${formatQuery({ ...query, ...change })}`, { replace });
  const reload = () => setRevision(revision + 1);
  return (
    <TrackingPage
      title={name}
      isWide
      above={
        <>
          <Link href="/experiments">Experiments</Link> /{' '}
          <Link href={`/experiments/${info.experiment_id}`}>{experiment?.name ?? 'Experiment'}</Link>
        </>
      }
      onRename={(wanted) => renameRun(runId, wanted).then(reload)}
      actions={<RunActions run={run} onChanged={reload} />}
      facts={
        <>
          <RunStatus status={info.status} />
          <Moment ms={info.start_time} />
          <span>{runDuration(info)}</span>
          {info.user_id && <span>{info.user_id}</span>}
          {info.lifecycle_stage === 'deleted' && <b>deleted</b>}
          <code>{runId}</code>
        </>
      }
    >
      <Tabs<TabId>
        label="Parts of the run"
        selected={tab}
        tabs={[
          { id: 'overview', label: 'Overview' },
          { id: 'curves', label: 'Curves', count: metrics.length },
          { id: 'artifacts', label: 'Artifacts' },
          { id: 'traces', label: 'Traces' },
        ]}
        onSelect={(id) => show({ tab: id === 'overview' ? undefined : id })}
      >
        {tab === 'overview' && <RunOverview run={run} onChanged={reload} />}
        {tab === 'curves' && (
          <CurveGrid
            metrics={curvesFirst(metrics)}
            runs={runs}
            query={curvesQuery(query)}
            refreshMs={refreshMs}
            onChange={(change) => show({ ...change }, true)}
          />
        )}
        {tab === 'artifacts' && <ArtifactBrowser runId={runId} path={query.path} onPath={(path) => show({ path })} />}
        {tab === 'traces' && <RunTraces runId={runId} refreshMs={refreshMs} />}
      </Tabs>
    </TrackingPage>
  );
}

/** Those that were logged step by step before those that have one value. */
function curvesFirst(metrics: readonly MlflowMetric[]): readonly string[] {
  return [...metrics].sort((a, b) => Number(b.step > 0) - Number(a.step > 0)).map(({ key }) => key);
}

function RunActions({ run, onChanged }: { readonly run: MlflowRun; readonly onChanged: () => void }): VNode {
  const { run_id: runId, lifecycle_stage: stage } = run.info;
  const isDeleted = stage === 'deleted';
  return (
    <>
      <RegisterMenu run={run} onRegistered={onChanged} />
      <ConfirmMenu
        label={isDeleted ? 'Restore' : 'Delete'}
        isDanger={!isDeleted}
        onConfirm={() => setRunDeleted(runId, !isDeleted).then(onChanged)}
      >
        {isDeleted
          ? 'The run is among the others of its experiment again.'
          : 'The run can be restored until retention takes it out for good. Its traces stay.'}
      </ConfirmMenu>
    </>
  );
}
