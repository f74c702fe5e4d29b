import type { FilterCheck, FilterField, FilterFields } from '@tracewright/schema';
import { getJson } from './request.ts';

type Target = FilterFields['target'];

const fields = new Map<Target, Promise<readonly FilterField[]>>();

/** The fields of a filter language, asked for once; after a failure the next call asks again. @throws ApiFailure */
export function getFilterFields(target: Target): Promise<readonly FilterField[]> {
  const known = fields.get(target);
  if (known) return known;
  const asked = getJson<FilterFields>(`/api/v1/filter-fields?target=${target}`).then((answer) => answer.fields);
  fields.set(target, asked);
  asked.catch(() => fields.delete(target));
  return asked;
}

/** Whether a filter can be read, and where not. @throws ApiFailure */
export function checkFilter(filter: string, target: Target, signal?: AbortSignal): Promise<FilterCheck> {
  return getJson(`/api/v1/filter-check?${new URLSearchParams({ target, filter })}`, signal);
}
