import { filterValue } from '../format/filter-literal.ts';
import type { Split } from './dash-state.ts';

/** What a group of figures is of, as the API gives it; null where there is no value. */
export type GroupKey = readonly (string | null)[];

const FIELDS: Readonly<Record<Split, readonly string[]>> = {
  none: [],
  provider: ['provider'],
  model: ['model'],
  step: ['name'],
  user: ['user'],
  prompt: ['prompt', 'prompt_version'],
};

/** The condition that a group's spans, or traces, fulfil; '' where nothing is split. */
export function groupCondition(split: Split, key: GroupKey): string {
  return FIELDS[split]
    .map((field, at) => {
      const value = key[at] ?? null;
      return value === null ? `${field} IS NULL` : `${field} = ${filterValue(value)}`;
    })
    .join(' AND ');
}

/** The condition that the traces of a group fulfil. What a trace itself knows is asked of it: that is quicker. */
export function groupTraces(split: Split, key: GroupKey): string {
  const condition = groupCondition(split, key);
  return split === 'model' || split === 'user' ? condition : `has(${condition})`;
}

/** How a group is called. */
export function groupName(split: Split, key: GroupKey): string {
  const [first = null, second = null] = key;
  if (split === 'prompt') return first === null ? 'no prompt' : `${first} v${second ?? '–'}`;
  return first ?? `no ${split}`;
}
