import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import bar from '../../traces/filter-bar.module.css';
import { FilterBox } from '../../traces/filter-box/filter-box.tsx';
import { classNames } from '../../ui/class-names.ts';
import { PageBar } from '../../ui/page-bar.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { RunKeys } from './columns/chosen-columns.ts';
import { ColumnsMenu } from './columns/columns-menu.tsx';
import type { RunColumn } from './columns/run-column.tsx';
import { runFilters } from './run-filters.ts';
import type { LoadedRuns } from './run-list.ts';
import { isTree, type RunsChange, type RunsQuery } from './runs-url.ts';

const LIFECYCLES = [
  { value: undefined, label: 'Active' },
  { value: '1', label: 'Deleted' },
] as const;

export interface RunsBarProps {
  readonly name: string;
  readonly loaded: LoadedRuns | undefined;
  /** How many there are in all, where that is known. */
  readonly total: number | undefined;
  readonly failure: string | undefined;
  readonly query: RunsQuery;
  readonly columns: readonly RunColumn[];
  readonly keys: RunKeys;
  /** Whether any run is the child of another. */
  readonly hasNested: boolean;
  /** Where all runs of the filter are compared. */
  readonly compareHref: string;
  readonly onChange: (change: RunsChange) => void;
}

/** What chooses which runs are shown, and how. */
export function RunsBar(props: RunsBarProps): VNode {
  const { name, loaded, total, failure, query, columns, keys, hasNested, compareHref, onChange } = props;
  const language = useMemo(() => runFilters(keys), [keys]);
  const canFold = query.q === undefined && query.sort === undefined;
  return (
    <PageBar title={name} total={loaded && runCount(loaded, total)} failure={failure}>
      <Segments
        label="Which runs"
        value={LIFECYCLES.find(({ value }) => value === query.deleted)?.value}
        options={LIFECYCLES}
        onChange={(deleted) => onChange({ deleted, open: undefined })}
      />
      <FilterBox language={language} applied={query.q ?? ''} onApply={(q) => onChange({ q: q || undefined })} />
      <div class={bar.tools}>
        {hasNested && canFold && (
          <button
            type="button"
            class={classNames(bar.toggle, isTree(query) && bar.pressed)}
            aria-pressed={isTree(query)}
            title="Fold nested runs below their parents"
            onClick={() => onChange({ flat: isTree(query) ? '1' : undefined })}
          >
            Nested
          </button>
        )}
        <ColumnsMenu columns={columns} keys={keys} onChange={(cols) => onChange({ cols })} />
        <Link href={compareHref} className={bar.toggle}>
          Compare all
        </Link>
      </div>
    </PageBar>
  );
}

/** How many there are: all that have been loaded where no more are left, with a plus until the rest is counted. */
function runCount({ runs, nextToken }: LoadedRuns, total: number | undefined): string {
  const known = nextToken === undefined ? runs.length : Math.max(total ?? 0, runs.length);
  const isLess = nextToken !== undefined && total === undefined;
  return `${formatCount(known)}${isLess ? '+' : ''} ${known === 1 && !isLess ? 'run' : 'runs'}`;
}
