import { type FilterLanguage, TRACE_FILTERS } from '../../traces/filter-box/filter-language.ts';
import type { RunKeys } from './columns/chosen-columns.ts';

const STATUSES = ['FINISHED', 'FAILED', 'RUNNING', 'KILLED', 'SCHEDULED'];

/** MLflow's filters on runs. @param keys What the runs that are listed have, to be offered. */
export function runFilters(keys: RunKeys): FilterLanguage {
  return {
    target: 'run',
    placeholder: "Filter: metrics.accuracy > 0.9 AND params.model = 'gpt-4o'",
    hasBrackets: false,
    hints: {
      ...TRACE_FILTERS.hints,
      text: "A text in quotes: 'gpt-4o'. LIKE takes % for anything.",
      number: 'A number, such as 0.9 or 1e3.',
    },
    getKnown: () =>
      Promise.resolve({
        values: new Map([['status', STATUSES]]),
        keys: new Map(Object.entries(keys)),
      }),
  };
}
