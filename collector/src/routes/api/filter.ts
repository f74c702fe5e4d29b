import type { FilterCheck } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { FilterError } from '../../filter/filter-error.ts';
import { filterFields } from '../../filter/filter-fields.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { printFilter } from '../../filter/print-filter.ts';
import { choiceParameter, parseQuery } from './query-parameters.ts';

const Query = v.object({
  target: v.optional(choiceParameter('trace', 'span'), 'trace'),
  filter: v.optional(v.string(), ''),
});

/** `/api/v1/filter-fields` and `/api/v1/filter-check`: what a box for filters needs to complete and mark them. */
export function filterRoutes(nowNs: () => bigint): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/filter-fields', (c) => c.json(filterFields(parseQuery(Query, c.req.query()).target)))
    .get('/filter-check', (c) => {
      const { target, filter } = parseQuery(Query, c.req.query());
      return c.json(check(() => printFilter(parseFilter(filter, target, nowNs()))));
    });
}

function check(read: () => string): FilterCheck {
  try {
    return { ok: true, filter: read() };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { ok: false, message: error.reason, start: error.start, end: error.end };
  }
}
