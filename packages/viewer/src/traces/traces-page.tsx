import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { useStable } from '../ui/use-stable.ts';
import { formatQuery } from '../url/query.ts';
import { useChosen } from '../url/use-chosen.ts';
import { useQuery } from '../url/use-query.ts';
import { chosenColumns } from './columns/columns.tsx';
import { EmptyState } from './empty-state.tsx';
import { FacetRail } from './facets/facet-rail.tsx';
import { FilterBar } from './filter-bar.tsx';
import { followList } from './follow-list.ts';
import { LatencyHistogram } from './histogram/latency-histogram.tsx';
import type { ListOrder } from './list-order.ts';
import { NothingMatches } from './nothing-matches.tsx';
import { SelectionBar } from './selection/selection-bar.tsx';
import { traceListFor } from './trace-list.ts';
import { TraceTable } from './trace-table.tsx';
import style from './traces-page.module.css';
import { filterOf, isFiltered, orderOf, type TracesChange, tracesQuery } from './traces-url.ts';

/** `/traces?q=&status=&model=&session=&from=&to=&sort=&cols=&rail=&live=&chosen=&sel=` */
export function TracesPage(): VNode {
  const [, navigate] = useLocation();
  const { sel, ...parameters } = useQuery();
  const query = tracesQuery(parameters);
  // A view that is saved says which traces, not what was being done with some of them.
  const search = formatQuery({ ...query, chosen: undefined });
  const { list, filter } = useMemo(() => {
    const chosen = filterOf(query);
    const traces = traceListFor(chosen, orderOf(query));
    // The same object as long as the list is the same, so that questions beside it are not asked anew.
    return { list: traces, filter: traces.filter };
  }, [query.q, query.status, query.model, query.session, query.from, query.to, query.sort]);
  const hasRoom = useMedia('(min-width: 1081px)');
  const hasRailRoom = useMedia('(min-width: 1281px)');
  const isPhone = useMedia('(max-width: 720px)');
  const isRailShown = query.rail === undefined ? hasRailRoom : query.rail === '1';
  const columns = useMemo(() => chosenColumns(query.cols, hasRoom, list.order), [query.cols, hasRoom, list.order]);
  const { ids: chosen, choose, clear } = useChosen(query.chosen);
  const change = (wanted: TracesChange) => navigate(`/traces${formatQuery({ ...query, ...wanted })}`);
  const showModel = useStable((model: string) => change({ model }));

  const isLive = query.live !== '0';
  useEffect(() => {
    document.title = 'Traces · Tracewright';
    if (isLive) return followList(list);
    // Who shows failures of the list is the list itself.
    if (!list.loaded.peek()) list.refresh().catch(() => undefined);
    return undefined;
  }, [list, isLive]);
  useEffect(() =>
    onPageKeys(
      {
        c: { says: 'compare the two selected traces', run: () => compare() },
        f: { says: 'show or hide the facets', run: () => change({ rail: isRailShown ? '0' : '1' }) },
        l: { says: 'follow new traces or stand still', run: () => change({ live: isLive ? '0' : undefined }) },
        Escape: { says: 'clear the selection', run: clear },
      },
      'List of traces',
    ),
  );
  const compare = () => {
    if (chosen.length === 2) navigate(`/compare?a=${chosen[0]}&b=${chosen[1]}`);
  };

  const isEmpty = list.isEmpty.value;
  // The rows are what one waits for: what stands beside them is asked for when they are there.
  const isLoaded = list.isLoaded.value;
  if (isEmpty && !isFiltered(query)) return <EmptyState origin={location.origin} />;
  return (
    <div class={style.page}>
      <FilterBar {...{ list, query, search, columns, isRailShown }} onChange={change} />
      <LatencyHistogram filter={filter} isAsked={isLoaded} onRange={change} />
      <div class={style.body}>
        {isRailShown && <FacetRail query={query} isAsked={isLoaded} onChange={change} />}
        {!(isPhone && isRailShown) && (
          <div class={style.list}>
            {isEmpty ? (
              <NothingMatches onClear={() => navigate('/traces')} />
            ) : (
              <TraceTable
                {...{ list, columns, chosen }}
                selected={sel}
                onChoose={choose}
                onSort={(sort: ListOrder | undefined) => change({ sort })}
                onModel={showModel}
              />
            )}
          </div>
        )}
      </div>
      {chosen.length > 0 && (
        <SelectionBar
          chosen={chosen}
          onClear={clear}
          onTagged={() => list.refresh().catch(() => undefined)}
          onDeleted={(traceIds) => {
            list.remove(traceIds);
            choose([...traceIds], false);
          }}
        />
      )}
    </div>
  );
}
