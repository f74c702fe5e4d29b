import type { EvaluationGrid } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useAsked } from '../api/use-answer.ts';
import { getExperiment } from '../tracking/api/experiments.ts';
import { getRun } from '../tracking/api/runs.ts';
import { Moment, RunStatus, runDuration } from '../tracking/page/run-facts.tsx';
import { Unanswered } from '../tracking/page/unanswered.tsx';
import { Segments } from '../ui/segments.tsx';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { JudgeTrust } from './calibration/judge-trust.tsx';
import { ChangeNote } from './compare/change-note.tsx';
import { CompareMenu } from './compare/compare-menu.tsx';
import { ComparedTable } from './compare/compared-table.tsx';
import { rowGains, sameRow } from './compare/row-gains.ts';
import { type ComparedEvaluation, useCompared } from './compare/use-compared.ts';
import style from './evaluation-page.module.css';
import { getGrid } from './evaluations-api.ts';
import { GridBar } from './grid/grid-bar.tsx';
import { GridTable } from './grid/grid-table.tsx';
import { type GridChange, gridQuery, othersOf } from './grid/grid-url.ts';
import { shownRows } from './grid/shown-rows.ts';
import { RowPane } from './row/row-pane.tsx';
import { scoreSummary } from './scores/score-summary.ts';
import { ScorerCards } from './scores/scorer-cards.tsx';

const RUNNING_MS = 3_000;

/** `/evals/:id?vs=&q=&show=&scorer=&tag=&sort=&row=`: the rows of an evaluation and what each scorer says of them. */
export function EvaluationPage({ runId }: { readonly runId: string }): VNode {
  const [, navigate] = useLocation();
  const query = gridQuery(useQuery());
  const runAnswer = useAsked(`run ${runId}`, (abort) => getRun(runId, abort), RUNNING_MS);
  const run = runAnswer.value;
  const isRunning = run?.info.status === 'RUNNING';
  const answer = useAsked(`grid ${runId}`, (abort) => getGrid(runId, abort), isRunning ? RUNNING_MS : undefined);
  const grid = answer.value;
  const experimentId = run?.info.experiment_id;
  const experiment = useAsked(experimentId, (abort) => getExperiment(experimentId ?? '', abort)).value;
  const others = othersOf(query.vs);
  const comparedAnswer = useCompared(grid, others);
  const compared = others.length > 0 ? comparedAnswer.value : undefined;
  // Rows are held against the first of the others.
  const first = compared?.[0];
  const changes = useMemo(() => grid && first && rowGains(grid, first.comparison), [grid, first]);
  const rows = useMemo(
    () => grid && shownRows(grid, query, changes),
    [grid, changes, query.q, query.show, query.scorer, query.tag, query.sort],
  );
  const summaries = useMemo(() => {
    const all = grid && shownRows(grid, { ...query, show: undefined, sort: undefined });
    return all && grid?.scores.map((column) => scoreSummary(column, all));
  }, [grid, query.q, query.tag]);
  const name = run?.info.run_name || runId;
  useEffect(() => {
    document.title = `${name} · Tracewright`;
  }, [name]);
  if (!run || !grid || !rows || !summaries) {
    return <Unanswered answer={run ? answer : runAnswer} what="evaluation" />;
  }
  const isTable = compared !== undefined && compared.length > 0 && query.view === 'changes';
  const failure = runAnswer.failure ?? answer.failure;
  const change = (wanted: GridChange) =>
    navigate(`/evals/${runId}${formatQuery({ ...query, ...wanted })}`, { replace: true });
  return (
    <div class={style.page}>
      <header class={style.head}>
        <p class={style.above}>
          <Link href="/evals">Evaluations</Link> /{' '}
          <Link href={`/experiments/${run.info.experiment_id}`}>{experiment?.name ?? 'Experiment'}</Link>
        </p>
        <div class={style.line}>
          <h1 class={style.title}>{name}</h1>
          {others.length > 0 && (
            <Segments
              label="View"
              value={query.view}
              options={[
                { value: undefined, label: 'Rows' },
                { value: 'changes', label: 'Changes' },
              ]}
              onChange={(view) => change({ view })}
            />
          )}
          <CompareMenu
            {...{ runId, others }}
            experimentId={run.info.experiment_id}
            onChange={(ids) => change({ vs: ids.join() || undefined })}
          />
        </div>
        <p class={style.facts}>
          <RunStatus status={run.info.status} />
          <Moment ms={run.info.start_time} />
          <span>{runDuration(run.info)}</span>
          <Link href={`/runs/${runId}`}>the run, its parameters and files</Link>
        </p>
        {failure && (
          <p class={style.failure} role="alert">
            {failure.message}
          </p>
        )}
      </header>
      <ScorerCards
        summaries={summaries}
        chosen={query.scorer}
        onChoose={(scorer) => change({ scorer, show: scorer === undefined ? undefined : (query.show ?? 'failed') })}
        note={(summary) => {
          const noted = first?.comparison.changes.find((each) => each.name === summary.name);
          return noted ? <ChangeNote change={noted} /> : null;
        }}
      />
      <JudgeTrust grid={grid} />
      {others.length > 0 && !compared && (
        <p class={style.comparing} role={comparedAnswer.failure ? 'alert' : 'status'}>
          {comparedAnswer.failure?.message ?? 'Comparing …'}
        </p>
      )}
      {others.length > 0 && compared?.length === 0 && (
        <p class={style.comparing} role="alert">
          What it is compared with is not there any more.
        </p>
      )}
      {isTable && <ComparedTable {...{ runId, name }} others={compared} />}
      {!isTable && (
        <>
          <GridBar {...{ grid, query }} shown={rows.length} isCompared={first !== undefined} onChange={change} />
          <div class={style.body}>
            <GridTable
              {...{ grid, rows }}
              {...{ changes }}
              sort={query.sort}
              onSort={(sort) => change({ sort })}
              opened={query.row}
              onOpen={(row) => change({ row })}
            />
            {query.row !== undefined && (
              <RowPane
                runId={runId}
                traceId={query.row}
                other={otherOf(first, grid, query.row)}
                onClose={() => change({ row: undefined })}
              />
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** The same row of the evaluation that rows are held against. */
function otherOf(
  first: ComparedEvaluation | undefined,
  grid: EvaluationGrid,
  row: string,
): { readonly runId: string; readonly traceId: string; readonly name: string } | undefined {
  const traceId = first && sameRow(grid, row, first.grid);
  return first && traceId !== undefined ? { runId: first.runId, traceId, name: first.name } : undefined;
}
