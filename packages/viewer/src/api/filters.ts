import type { FilterCheck, FilterField, FilterFields } from '@tracewright/schema';
import { getJson } from './request.ts';

let fields: Promise<readonly FilterField[]> | undefined;

/** The fields of the filter language, asked for once; after a failure the next call asks again. @throws ApiFailure */
export function getFilterFields(): Promise<readonly FilterField[]> {
  fields ??= getJson<FilterFields>('/api/v1/filter-fields?target=trace')
    .then((answer) => answer.fields)
    .catch((error: unknown) => {
      fields = undefined;
      throw error;
    });
  return fields;
}

/** Whether a filter on traces can be read, and where not. @throws ApiFailure */
export function checkFilter(filter: string, signal?: AbortSignal): Promise<FilterCheck> {
  return getJson(`/api/v1/filter-check?${new URLSearchParams({ target: 'trace', filter })}`, signal);
}
