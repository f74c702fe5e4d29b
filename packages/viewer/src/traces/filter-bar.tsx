import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { DatasetMenu } from '../datasets/dataset-menu.tsx';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { PageBar } from '../ui/page-bar.tsx';
import { Segments } from '../ui/segments.tsx';
import type { Column } from './columns/columns.tsx';
import { ColumnsMenu } from './columns/columns-menu.tsx';
import style from './filter-bar.module.css';
import { FilterBox } from './filter-box/filter-box.tsx';
import { ExportMenu } from './toolbar/export-menu.tsx';
import { RangeMenu } from './toolbar/range-menu.tsx';
import type { TraceList } from './trace-list.ts';
import type { TracesChange, TracesQuery } from './traces-url.ts';
import { ViewsMenu } from './views/views-menu.tsx';

const STATUSES = [
  { value: undefined, label: 'All' },
  { value: 'error', label: 'Errors' },
  { value: 'running', label: 'Running' },
] as const;

export interface FilterBarProps {
  readonly list: TraceList;
  readonly query: TracesQuery;
  /** The query as the URL has it. */
  readonly search: string;
  readonly columns: readonly Column[];
  readonly isRailShown: boolean;
  readonly onChange: (change: TracesChange) => void;
}

export function FilterBar({ list, query, search, columns, isRailShown, onChange }: FilterBarProps): VNode {
  const { q = '', status, model, session, from, to, live } = query;
  const total = list.total.value;
  const range = useMemo(() => ({ from, to }), [from, to]);
  const isLive = live !== '0';
  return (
    <>
      <PageBar
        title="Traces"
        total={total ? `${total.isEstimate ? '≈ ' : ''}${formatCount(total.count)}` : ''}
        failure={list.failure.value}
      >
        <Segments
          label="Status"
          value={STATUSES.find(({ value }) => value === status)?.value}
          options={STATUSES}
          onChange={(value) => onChange({ status: value })}
        />
        <FilterBox applied={q} onApply={(filter) => onChange({ q: filter })} />
        <div class={style.tools}>
          <RangeMenu range={range} onChange={onChange} />
          <ColumnsMenu columns={columns} filter={list.filter} onChange={(cols) => onChange({ cols })} />
          <ViewsMenu search={search} />
          <ExportMenu filter={list.filter} />
          <DatasetMenu filter={list.filter} />
          <button
            type="button"
            class={classNames(style.toggle, isRailShown && style.pressed)}
            aria-pressed={isRailShown}
            title="Facets (f)"
            onClick={() => onChange({ rail: isRailShown ? '0' : '1' })}
          >
            Facets
          </button>
          <button
            type="button"
            class={classNames(style.toggle, isLive && style.pressed)}
            aria-pressed={isLive}
            title={
              isLive
                ? 'New traces appear as they come; press to let the list stand still (l)'
                : 'The list stands still (l)'
            }
            onClick={() => onChange({ live: isLive ? '0' : undefined })}
          >
            <span class={classNames(style.dot, isLive && style.beating)} aria-hidden="true" />
            Live
          </button>
        </div>
      </PageBar>
      {(model !== undefined || session !== undefined) && (
        <div class={style.second}>
          {model !== undefined && <Chip text={`model ${model}`} onRemove={() => onChange({ model: undefined })} />}
          {session !== undefined && (
            <Chip text={`session ${session}`} onRemove={() => onChange({ session: undefined })} />
          )}
        </div>
      )}
    </>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }): VNode {
  return (
    <button type="button" class={style.chip} onClick={onRemove}>
      <span class={style.chipText}>{text}</span>
      <Icon name="close" size={12} />
      <span class="visually-hidden">Remove this filter</span>
    </button>
  );
}
