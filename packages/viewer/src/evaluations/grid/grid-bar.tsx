import type { EvaluationGrid } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatCount } from '../../format/number.ts';
import { SearchBox } from '../../tracking/page/search-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Segments } from '../../ui/segments.tsx';
import style from './grid-bar.module.css';
import type { GridChange, GridQuery } from './grid-url.ts';

/** Values of a tag that are offered. */
const MAX_VALUES = 50;

export interface GridBarProps {
  readonly grid: EvaluationGrid;
  readonly query: GridQuery;
  /** How many rows are shown. */
  readonly shown: number;
  readonly isCompared: boolean;
  readonly onChange: (change: GridChange) => void;
}

/** Which rows are wanted. */
export function GridBar({ grid, query, shown, isCompared, onChange }: GridBarProps): VNode {
  const tags = tagChoices(grid);
  const total = grid.keys.length;
  return (
    <div class={style.bar}>
      <SearchBox applied={query.q ?? ''} label="Find in rows" onSearch={(q) => onChange({ q: q || undefined })} />
      <Segments
        label="Rows"
        value={query.show}
        options={[
          { value: undefined, label: 'All' },
          ...(isCompared
            ? [
                { value: 'worse', label: 'Worse' },
                { value: 'better', label: 'Better' },
              ]
            : []),
          { value: 'failed', label: 'Failed' },
          { value: 'errors', label: 'Errors' },
        ]}
        onChange={(show) => onChange({ show })}
      />
      {tags.length > 0 && (
        <Choice
          label="Tag"
          value={query.tag ?? ''}
          options={[['', 'any'], ...tags.map((tag) => [tag, tag.replace('=', ' = ')] as const)]}
          onChange={(tag) => onChange({ tag: tag || undefined })}
        />
      )}
      <span class={style.count} role="status">
        {shown === total ? '' : `${formatCount(shown)} of `}
        {`${formatCount(total)} ${total === 1 ? 'row' : 'rows'}`}
        {query.scorer !== undefined && `, by ${query.scorer}`}
      </span>
    </div>
  );
}

function tagChoices({ tags }: EvaluationGrid): readonly string[] {
  return Object.entries(tags).flatMap(([key, values]) => {
    const distinct = [...new Set(values)].flatMap((value) => (value === null ? [] : [value]));
    return distinct
      .sort()
      .slice(0, MAX_VALUES)
      .map((value) => `${key}=${value}`);
  });
}
