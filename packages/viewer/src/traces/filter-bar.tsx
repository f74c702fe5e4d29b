import type { VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import style from './filter-bar.module.css';
import { FilterBox } from './filter-box/filter-box.tsx';
import type { TraceList } from './trace-list.ts';

const STATUSES = [
  { value: undefined, label: 'All' },
  { value: 'error', label: 'Errors' },
  { value: 'running', label: 'Running' },
] as const;

/** Parameters of the page's URL that get another value; absent ones stay. */
export interface FilterChange {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly model?: string | undefined;
}

export interface FilterBarProps {
  readonly list: TraceList;
  readonly onChange: (change: FilterChange) => void;
}

export function FilterBar({ list, onChange }: FilterBarProps): VNode {
  const { status, model, filter } = list.filter;
  const total = list.total.value;
  return (
    <div class={style.bar}>
      <h1 class={style.title}>Traces</h1>
      <span class={style.total} role="status">
        {total && `${total.isEstimate ? '≈ ' : ''}${formatCount(total.count)}`}
      </span>
      <fieldset class={style.statuses}>
        <legend class="visually-hidden">Status</legend>
        {STATUSES.map(({ value, label }) => (
          <button
            key={label}
            type="button"
            class={classNames(style.status, status === value && style.active)}
            aria-pressed={status === value}
            onClick={() => onChange({ status: value })}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {model !== undefined && (
        <button type="button" class={style.chip} onClick={() => onChange({ model: undefined })}>
          <span class={style.chipText}>model {model}</span>
          <Icon name="close" size={12} />
          <span class="visually-hidden">Remove this filter</span>
        </button>
      )}
      <FilterBox applied={filter ?? ''} onApply={(q) => onChange({ q })} />
      {list.failure.value !== undefined && (
        <p class={style.failure} role="alert">
          {list.failure.value}
        </p>
      )}
      <p class={style.keys} aria-hidden="true">
        <kbd>/</kbd> filter <kbd>j</kbd> <kbd>k</kbd> move <kbd>↵</kbd> open
      </p>
    </div>
  );
}
