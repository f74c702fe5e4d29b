import type { FilterFields, FilterTarget } from '@tracewright/schema';
import { fieldsOf } from './fields.ts';

/** The table of fields as `GET /api/v1/filter-fields` gives it. */
export function filterFields(target: FilterTarget): FilterFields {
  return { target, fields: fieldsOf(target).map(({ synonyms: _, ...field }) => field) };
}
