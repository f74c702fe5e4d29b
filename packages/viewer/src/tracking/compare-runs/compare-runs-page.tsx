import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { UrlMirror } from '../../url/mirror.ts';
import { formatQuery, parseQuery } from '../../url/query.ts';
import { useQuery } from '../../url/use-query.ts';
import { CurveGrid } from '../curves/curve-grid.tsx';
import { curvesQuery } from '../curves/curves-url.ts';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Pending } from '../page/unanswered.tsx';
import { keysOf } from '../runs/columns/chosen-columns.ts';
import { type CompareQuery, type CompareView, listed, MAX_COMPARED, VIEWS } from './compare-url.ts';
import { DifferenceTable } from './difference-table.tsx';
import { ParallelView } from './parallel-view.tsx';
import { RowsView } from './rows-view.tsx';
import { runAxes } from './run-axis.ts';
import { ScatterView } from './scatter-view.tsx';
import { useComparedRuns } from './use-compared-runs.ts';
import style from './view.module.css';

/** Runs that stand beside each other in a table, and whose curves are drawn over each other. */
const MAX_BESIDE = 30;

/** `/compare-runs?runs=` or `?experiment=&q=&sort=`, with `view=` and what the view has of its own. */
export function CompareRunsPage(): VNode {
  const [, navigate] = useLocation();
  const query: CompareQuery = useQuery();
  const mirror = useMemo(() => new UrlMirror(), []);
  useEffect(() => () => mirror.flush(), [mirror]);
  const { answer, hasMore } = useComparedRuns(query);
  const runs = answer.value;
  const axes = useMemo(() => runAxes(runs ?? []), [runs]);
  const metrics = useMemo(() => keysOf(runs ?? []).metrics, [runs]);
  const beside = useMemo(() => runs?.slice(0, MAX_BESIDE) ?? [], [runs]);
  const show = (change: CompareQuery, replace = false) => {
    // What has been chosen on axes meanwhile is in the address alone.
    mirror.flush();
    navigate(`/compare-runs${formatQuery({ ...parseQuery(location.search), ...change })}`, { replace });
  };
  const usual: CompareView = (runs?.length ?? 0) > MAX_BESIDE ? 'parallel' : 'table';
  const view = VIEWS.find((each) => each === query.view) ?? usual;
  const experiments = [...new Set(runs?.map(({ info }) => info.experiment_id))];
  const isTooMany = (runs?.length ?? 0) > MAX_BESIDE && (view === 'table' || view === 'curves');
  return (
    <TrackingPage
      title={runs && runs.length > 1 ? `Compare ${formatCount(runs.length)} runs` : 'Compare runs'}
      isWide
      above={
        <>
          <Link href="/experiments">Experiments</Link>
          {experiments.length === 1 && (
            <>
              {' / '}
              <Link href={`/experiments/${experiments[0]}${formatQuery({ q: query.q, sort: query.sort })}`}>runs</Link>
            </>
          )}
        </>
      }
      facts={
        hasMore && (
          <span role="status">
            {query.runs
              ? `The first ${formatCount(MAX_COMPARED)} of those that were selected.`
              : `The first ${formatCount(MAX_COMPARED)} of the experiment; a filter leaves fewer.`}
          </span>
        )
      }
    >
      {!runs && <Pending answer={answer} />}
      {runs && runs.length < 2 && (
        <p class={style.none}>
          {listed(query.runs).length > runs.length ? 'Some of these runs are not there. ' : ''}
          Select two or more runs of an experiment to compare them.
        </p>
      )}
      {runs && runs.length > 1 && (
        <Tabs<CompareView>
          label="Ways to compare"
          selected={view}
          tabs={[
            { id: 'table', label: 'Differences' },
            { id: 'curves', label: 'Curves' },
            { id: 'scatter', label: 'Scatter' },
            { id: 'parallel', label: 'Parallel' },
            { id: 'rows', label: 'Tables' },
          ]}
          onSelect={(id) => show({ view: id })}
        >
          {isTooMany && (
            <p class={style.none} role="status">
              The first {MAX_BESIDE} of {runs.length}: choose among them on parallel axes.
            </p>
          )}
          {view === 'table' && (
            <>
              <p class={style.bar}>
                <label>
                  <input
                    type="checkbox"
                    checked={query.all !== '1'}
                    onChange={(event) => show({ all: event.currentTarget.checked ? undefined : '1' })}
                  />{' '}
                  Differences only
                </label>
              </p>
              <DifferenceTable
                runs={beside}
                isAll={query.all === '1'}
                flip={query.flip}
                onFlip={(flip) => show({ flip }, true)}
              />
            </>
          )}
          {view === 'curves' && (
            <CurveGrid
              metrics={metrics}
              runs={beside}
              query={curvesQuery(query)}
              onChange={(change) => show({ ...change }, true)}
            />
          )}
          {view === 'scatter' && <ScatterView {...{ runs, axes }} h={query.h} v={query.v} onChange={show} />}
          {view === 'parallel' && (
            <ParallelView
              {...{ runs, axes }}
              chosenAxes={query.axes}
              color={query.color}
              brush={query.brush}
              onChange={show}
              onBrush={(brush) => mirror.show(formatQuery({ ...parseQuery(location.search), brush }))}
              onKeep={(ids) => navigate(`/compare-runs${formatQuery({ runs: ids.join() })}`)}
            />
          )}
          {view === 'rows' && <RowsView runs={runs} table={query.table} by={query.by} onChange={show} />}
        </Tabs>
      )}
    </TrackingPage>
  );
}
