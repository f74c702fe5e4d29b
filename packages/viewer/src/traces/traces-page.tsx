import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { poll } from '../api/poll.ts';
import { formatQuery, parseQuery } from '../url/query.ts';
import { EmptyState } from './empty-state.tsx';
import { FilterBar, type FilterChange } from './filter-bar.tsx';
import { NothingMatches } from './nothing-matches.tsx';
import { traceListFor } from './trace-list.ts';
import { TraceTable } from './trace-table.tsx';
import style from './traces-page.module.css';

const REFRESH_MS = 3_000;
/** While nothing has come yet, someone is watching for the first span. */
const WAITING_REFRESH_MS = 1_000;

/** `/traces?q=&status=&model=&sel=` */
export function TracesPage(): VNode {
  const [, navigate] = useLocation();
  const { q, status, model, sel } = parseQuery(useSearch());
  const list = useMemo(() => traceListFor({ filter: q, status, model }), [q, status, model]);
  const isFiltered = Boolean(q ?? status ?? model);

  useEffect(() => {
    document.title = 'Traces · Tracewright';
    return poll(async (abort) => {
      await list.refresh(abort);
      return list.total.peek()?.count === 0 ? WAITING_REFRESH_MS : REFRESH_MS;
    });
  }, [list]);

  const setFilter = (change: FilterChange) => navigate(`/traces${formatQuery({ q, status, model, ...change })}`);

  const loaded = list.loaded.value;
  // A search can pause before it has found anything; the table then goes on with it.
  const isEmpty = loaded?.items.length === 0 && loaded.nextCursor === null;
  if (isEmpty && !isFiltered) return <EmptyState origin={location.origin} />;
  return (
    <div class={style.page}>
      <FilterBar list={list} onChange={setFilter} />
      {isEmpty ? (
        <NothingMatches onClear={() => navigate('/traces')} />
      ) : (
        <TraceTable list={list} selected={sel} onModel={(chosen) => setFilter({ model: chosen })} />
      )}
    </div>
  );
}
