import type { FilterCheck, FilterFields } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { checkFilter } from '../../api/filters.ts';

/** After the last key, ms. */
const PAUSE_MS = 200;

export type FilterFault = Extract<FilterCheck, { readonly ok: false }>;

/** What is wrong with a filter that is being written, shortly after it was; undefined where nothing is known to be. */
export function useFilterCheck(filter: string, target: FilterFields['target']): FilterFault | undefined {
  const [checked, setChecked] = useState<{ readonly filter: string; readonly check: FilterCheck }>();
  useEffect(() => {
    if (filter.trim() === '') return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      checkFilter(filter, target, abort.signal).then(
        (check) => setChecked({ filter, check }),
        // Why nothing answers is said for all pages in one place.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [filter, target]);
  return checked?.filter === filter && !checked.check.ok ? checked.check : undefined;
}
