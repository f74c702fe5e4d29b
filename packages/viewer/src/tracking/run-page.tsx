import type { Page, TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { getExperiment, getRun, type KeyValue, type MlflowMetric } from '../api/mlflow.ts';
import { useAnswer, useAsked } from '../api/use-answer.ts';
import { formatDuration } from '../format/duration.ts';
import { filterValue } from '../format/filter-literal.ts';
import { epochMs } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { FoldedText } from '../trace/content/folded-text.tsx';
import { Cost } from '../ui/cost.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/section.tsx';
import { StatusMark } from '../ui/status.tsx';
import { formatQuery } from '../url/query.ts';
import { ArtifactList } from './artifact-list.tsx';
import { byMlflowLast, Moment, metricValue, RunStatus, runDuration } from './run-facts.tsx';
import style from './run-page.module.css';
import { Pending, TrackingPage, Unanswered } from './tracking-page.tsx';

const RUNNING_MS = 3_000;
/** Of a parameter or a tag: prompts are among them. */
const FOLD_LINES = 8;
/** Traces of the run that stand on its page; the list has all of them. */
const TRACES = 10;

/** `/runs/:id`: what a run of an experiment was given, and what came of it. */
export function RunPage({ runId }: { readonly runId: string }): VNode {
  const answer = useAsked(`run ${runId}`, (abort) => getRun(runId, abort), RUNNING_MS);
  const run = answer.value;
  const experimentId = run?.info.experiment_id;
  const experiment = useAsked(experimentId, (abort) => getExperiment(experimentId ?? '', abort)).value;
  if (!run) return <Unanswered answer={answer} what="run" />;
  const { info, data } = run;
  return (
    <TrackingPage
      title={info.run_name || runId}
      above={<Link href={`/experiments/${info.experiment_id}`}>{experiment?.name ?? 'Experiment'}</Link>}
      facts={
        <>
          <RunStatus status={info.status} />
          <Moment ms={info.start_time} />
          <span>{runDuration(run)}</span>
          {info.user_id && <span>{info.user_id}</span>}
          {info.lifecycle_stage === 'deleted' && <b>deleted</b>}
          <code>{runId}</code>
        </>
      }
    >
      <Metrics metrics={data.metrics ?? []} />
      <Pairs title="Parameters" name="Parameter" pairs={data.params ?? []} />
      <RunTraces runId={runId} />
      <Section title="Artifacts">
        <ArtifactList runId={runId} />
      </Section>
      <Pairs title="Tags" name="Tag" pairs={data.tags ?? []} />
    </TrackingPage>
  );
}

function Metrics({ metrics }: { readonly metrics: readonly MlflowMetric[] }): VNode {
  return (
    <Section title="Metrics">
      {metrics.length === 0 ? (
        <p class={style.none}>None was logged.</p>
      ) : (
        <DataTable
          caption="Latest value of each metric"
          isCaptionHidden
          columns={[{ title: 'Metric' }, { title: 'Latest', isNumber: true }, { title: 'Step', isNumber: true }]}
          rows={metrics.map((metric) => [metric.key, metricValue(metric), formatCount(metric.step)])}
        />
      )}
    </Section>
  );
}

interface PairsProps {
  readonly title: string;
  /** Of one of them. */
  readonly name: string;
  readonly pairs: readonly KeyValue[];
}

function Pairs({ title, name, pairs }: PairsProps): VNode {
  return (
    <Section title={title}>
      {pairs.length === 0 ? (
        <p class={style.none}>None was logged.</p>
      ) : (
        <DataTable
          caption={`${title} and their values`}
          isCaptionHidden
          columns={[{ title: name }, { title: 'Value' }]}
          rows={[...pairs]
            .sort(byMlflowLast)
            .map(({ key, value }) => [key, <FoldedText key={key} text={value} foldLines={FOLD_LINES} />])}
        />
      )}
    </Section>
  );
}

function RunTraces({ runId }: { readonly runId: string }): VNode {
  const filter = `run = ${filterValue(runId)}`;
  const answer = useAnswer<Page<TraceSummary>>(`/api/v1/traces${formatQuery({ filter, limit: String(TRACES) })}`);
  const { value } = answer;
  return (
    <Section title="Traces">
      {!value && <Pending answer={answer} />}
      {value?.items.length === 0 && <p class={style.none}>No trace names this run.</p>}
      {value && value.items.length > 0 && (
        <>
          <DataTable
            caption="Traces of the run"
            isCaptionHidden
            columns={[
              { title: 'Trace' },
              { title: 'Started' },
              { title: 'Status' },
              { title: 'Latency', isNumber: true },
              { title: 'Cost', isNumber: true },
            ]}
            rows={value.items.map((trace) => [
              <Link key="name" href={`/traces/${trace.traceId}`}>
                {trace.name || '(no name)'}
              </Link>,
              <Moment key="start" ms={epochMs(trace.startNs)} />,
              <StatusMark key="status" status={trace.status} />,
              formatDuration(trace.durationMs * 1_000),
              <Cost
                key="cost"
                usd={trace.costUsd}
                isPartial={trace.isCostPartial}
                hasUsage={trace.inputTokens !== null || trace.outputTokens !== null}
              />,
            ])}
          />
          <p class={style.all}>
            <Link href={`/traces${formatQuery({ q: filter })}`}>
              {value.total > TRACES ? `All ${formatCount(value.total)} in the list` : 'In the list of traces'}
            </Link>
          </p>
        </>
      )}
    </Section>
  );
}
