import type { FilterCheck, FilterFields } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { EntityFilterError } from '../../filter/entities/entity-filter-error.ts';
import { entityFilterFields } from '../../filter/entities/entity-filter-fields.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { RUN_FIELDS } from '../../filter/entities/run-fields.ts';
import { FilterError } from '../../filter/filter-error.ts';
import { filterFields } from '../../filter/filter-fields.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { printFilter } from '../../filter/print-filter.ts';
import { choiceParameter, parseQuery } from './query-parameters.ts';

const Query = v.object({
  target: v.optional(choiceParameter('trace', 'span', 'run'), 'trace'),
  filter: v.optional(v.string(), ''),
});

/** `/api/v1/filter-fields` and `/api/v1/filter-check`: what a box for filters needs to complete and mark them. */
export function filterRoutes(nowNs: () => bigint): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/filter-fields', (c) => {
      const { target } = parseQuery(Query, c.req.query());
      if (target !== 'run') return c.json(filterFields(target));
      return c.json({ target, fields: entityFilterFields(RUN_FIELDS) } satisfies FilterFields);
    })
    .get('/filter-check', (c) => {
      const { target, filter } = parseQuery(Query, c.req.query());
      if (target !== 'run') return c.json(check(() => printFilter(parseFilter(filter, target, nowNs()))));
      return c.json(
        check(() => {
          parseEntityFilter(filter, RUN_FIELDS);
          return filter.trim();
        }),
      );
    });
}

function check(read: () => string): FilterCheck {
  try {
    return { ok: true, filter: read() };
  } catch (error) {
    if (error instanceof FilterError) {
      return { ok: false, message: error.reason, start: error.start, end: error.end };
    }
    if (!(error instanceof EntityFilterError)) throw error;
    return { ok: false, message: error.message, start: error.start, end: error.end };
  }
}
