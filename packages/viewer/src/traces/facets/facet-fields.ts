import { readTagText, type Status } from '@tracewright/schema';
import { filterValue, tagCondition } from '../../format/filter-literal.ts';
import { STATUS_LABELS } from '../../ui/status.tsx';
import type { TracesChange, TracesQuery } from '../traces-url.ts';
import { hasCondition, withCondition, withoutCondition } from './condition.ts';

/** A group of the rail. */
export interface FacetGroup {
  readonly id: string;
  readonly title: string;
  /** Whether it is open before anyone says so. */
  readonly isOpen: boolean;
  /** What is chosen by a parameter of its own in the URL, the others by a condition of the filter. */
  readonly parameter?: 'status' | 'model';
  /** What a value is called, where that is not the value itself. */
  readonly label?: (value: string) => string;
  /** The condition that a value stands for. */
  readonly condition: (value: string) => string;
}

const field = (id: string, title: string, isOpen: boolean): FacetGroup => ({
  ...{ id, title, isOpen },
  condition: (value) => `${id} = ${filterValue(value)}`,
});

/** The groups, in the order of the rail; their ids are those of the API's facets, apart from `provider`. */
export const FACET_GROUPS: readonly FacetGroup[] = [
  {
    ...field('status', 'Status', true),
    parameter: 'status',
    label: (value) => STATUS_LABELS[value as Status] ?? value,
  },
  { ...field('model', 'Model', true), parameter: 'model' },
  field('name', 'Trace', true),
  field('provider', 'Provider', false),
  field('service', 'Service', false),
  field('user', 'User', false),
  field('session', 'Session', false),
  {
    ...{ id: 'tags', title: 'Tags', isOpen: false },
    condition: (value) => tagCondition(...readTagText(value)),
  },
  field('experiment', 'Experiment', false),
  field('run', 'Run', false),
];

/** Whether the page's URL chooses a value. */
export function isFacetChosen({ parameter, condition }: FacetGroup, value: string, query: TracesQuery): boolean {
  return parameter ? query[parameter] === value : hasCondition(query.q ?? '', condition(value));
}

/** What of the URL changes when a value is chosen, or let go. */
export function toggleFacet(group: FacetGroup, value: string, query: TracesQuery): TracesChange {
  const isChosen = isFacetChosen(group, value, query);
  if (group.parameter) return { [group.parameter]: isChosen ? undefined : value };
  const { q = '' } = query;
  const condition = group.condition(value);
  return { q: isChosen ? withoutCondition(q, condition) : withCondition(q, condition) };
}
