import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { poll } from '../../api/poll.ts';
import { useAsked } from '../../api/use-answer.ts';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useStable } from '../../ui/use-stable.ts';
import { formatQuery } from '../../url/query.ts';
import { useChosen } from '../../url/use-chosen.ts';
import { useQuery } from '../../url/use-query.ts';
import { getExperiment } from '../api/experiments.ts';
import { compareHref } from '../compare-runs/compare-url.ts';
import { ExperimentFacts } from '../experiments/experiment-facts.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import { chosenColumns, keysOf } from './columns/chosen-columns.ts';
import { isRunning } from './listed-run.ts';
import { NoRuns } from './no-runs.tsx';
import { type LoadedRuns, type RunList, runListFor } from './run-list.ts';
import { flatRows, treeRows } from './run-tree.ts';
import { RunsBar } from './runs-bar.tsx';
import style from './runs-page.module.css';
import { RunsSelection } from './runs-selection.tsx';
import { RunsTable } from './runs-table.tsx';
import { isTree, type RunsChange, runsQuery, searchOf, sortParameter } from './runs-url.ts';

const REFRESH_MS = 5_000;
/** Of which the usual columns are chosen: they stay while one scrolls. */
const KEY_RUNS = 50;

/** In the URL, of somebody who has folded them all; no run has such an id. */
const NONE_OPEN = 'none';

/** `/experiments/:id?q=&sort=&cols=&deleted=&flat=&open=&chosen=&sel=`: the runs of an experiment side by side. */
export function RunsPage({ experimentId }: { readonly experimentId: string }): VNode {
  const [, navigate] = useLocation();
  const { sel, ...parameters } = useQuery();
  const query = runsQuery(parameters);
  const folds = isTree(query);
  const [revision, setRevision] = useState(0);
  const experiment = useAsked(`experiment ${experimentId} ${revision}`, (abort) => getExperiment(experimentId, abort));
  const list = useMemo(
    () => runListFor(searchOf(experimentId, query), folds),
    [experimentId, query.q, query.sort, query.deleted, folds],
  );
  useEffect(() => {
    // What one comes back from may lie behind the first page, which is all that is read again.
    if (sel !== undefined && list.loaded.peek()) list.reread(sel).catch(() => undefined);
    return followRuns(list);
  }, [list]);
  const loaded = useShown(list);
  const { ids, choose, clear } = useChosen(query.chosen);
  const chosen = useMemo(() => new Set(ids), [ids]);
  const change = (wanted: RunsChange) =>
    navigate(`/experiments/${experimentId}${formatQuery({ ...query, ...wanted })}`);

  const first = loaded?.runs.slice(0, KEY_RUNS);
  const keySource = first?.map(({ id }) => id).join();
  const usual = useMemo(() => keysOf(first ?? []), [keySource]);
  const columns = useMemo(() => chosenColumns(query.cols, usual), [query.cols, usual]);
  const rows = useMemo(() => {
    if (!loaded) return [];
    // Of those that have not been loaded some may stand beside the first.
    const open = openOf(query.open) ?? (loaded.nextToken === undefined ? undefined : new Set<string>());
    return folds ? treeRows(loaded.runs, loaded.relatives, open) : flatRows(loaded.runs);
  }, [loaded, folds, query.open]);

  const name = experiment.value?.name;
  useEffect(() => {
    document.title = `${name ?? 'Experiment'} · Tracewright`;
  }, [name]);
  const chosenHref = compareHref(chosen);
  // As drawn: a key can be pressed before effects have run.
  const compare = useRef<string>();
  compare.current = chosenHref;
  useEffect(
    () =>
      onPageKeys(
        {
          c: { says: 'compare the selected runs', run: () => compare.current && navigate(compare.current) },
          Escape: { says: 'clear the selection', run: clear },
        },
        'Runs',
      ),
    [],
  );
  const toggle = useStable((id: string) => {
    const open = new Set(openOf(query.open) ?? rows.flatMap((row) => (row.isOpen ? row.run.id : [])));
    if (!open.delete(id)) {
      open.add(id);
      void list.loadChildren(id);
    }
    const search = formatQuery({ ...query, open: [...open].join() || NONE_OPEN });
    navigate(`/experiments/${experimentId}${search}`, { replace: true });
  });

  if (!experiment.value && experiment.failure) return <Unanswered answer={experiment} what="experiment" />;
  const isEmpty = loaded?.runs.length === 0;
  return (
    <div class={style.page}>
      <p class={style.above}>
        <Link href="/experiments">Experiments</Link>
      </p>
      <RunsBar
        name={name ?? 'Experiment'}
        {...{ loaded, query, columns }}
        total={list.total.value}
        keys={usual}
        failure={list.failure.value?.code === 'UNREACHABLE' ? undefined : list.failure.value?.message}
        hasNested={loaded?.runs.some(({ parentId }) => parentId !== undefined) ?? false}
        compareHref={`/compare-runs${formatQuery({ experiment: experimentId, q: query.q, sort: query.sort })}`}
        onChange={change}
      />
      {experiment.value && (
        <ExperimentFacts experiment={experiment.value} onChanged={() => setRevision(revision + 1)} />
      )}
      {!loaded && !list.failure.value && (
        <p class={style.pending} role="status">
          Loading …
        </p>
      )}
      {isEmpty && (
        <NoRuns
          {...{ query, name }}
          isDeletedExperiment={experiment.value?.lifecycle_stage === 'deleted'}
          onChange={change}
        />
      )}
      {loaded && !isEmpty && (
        <RunsTable
          {...{ rows, columns, query, chosen }}
          hasMore={loaded.nextToken !== undefined}
          isTree={folds && rows.some(({ childCount }) => childCount > 0)}
          selected={sel}
          onChoose={choose}
          onSort={(order) => change({ sort: order && sortParameter(order), open: undefined })}
          onToggle={toggle}
          onEnd={() => void list.loadMore()}
        />
      )}
      {chosen.size > 0 && (
        <RunsSelection
          {...{ chosen }}
          compareHref={chosenHref}
          isDeleted={query.deleted === '1'}
          onClear={clear}
          onTagged={() => void list.refresh().catch(() => undefined)}
          onGone={(gone) => {
            list.remove(gone);
            choose([...gone], false);
          }}
        />
      )}
    </div>
  );
}

function openOf(open: string | undefined): ReadonlySet<string> | undefined {
  return open === undefined ? undefined : new Set(open.split(','));
}

/** Reads a list, and again while one of its runs runs; a failure is tried again. */
function followRuns(list: RunList): () => void {
  return poll(async () => {
    await list.refresh();
    return list.loaded.peek()?.runs.some(isRunning) ? REFRESH_MS : undefined;
  });
}

/** What a list has, and until it has something, what the one before it had: rows are not taken away to come again. */
function useShown(list: RunList): LoadedRuns | undefined {
  const before = useRef<LoadedRuns>();
  const now = list.loaded.value;
  if (now) before.current = now;
  return now ?? (list.failure.value ? undefined : before.current);
}
