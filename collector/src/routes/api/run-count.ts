import type { RunCount } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { RUN_FIELDS } from '../../filter/entities/run-fields.ts';
import type { RunStore } from '../../storage/tracking/runs/run-store.ts';
import { choiceParameter, parseQuery } from './query-parameters.ts';

const Query = v.object({
  filter: v.optional(v.pipe(v.string(), v.maxLength(16_384, 'is too long')), ''),
  lifecycle: v.optional(choiceParameter('active', 'deleted'), 'active'),
});

/** `/api/v1/experiments/:id/run-count`: how many runs MLflow's search would find, which gives them by the page alone. */
export function runCountRoutes(runs: Pick<RunStore, 'count'>): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/experiments/:id/run-count', async (c) => {
    const { filter, lifecycle } = parseQuery(Query, c.req.query());
    const total = await runs.count(c.get('principal').workspaceId, {
      experimentIds: [c.req.param('id')],
      lifecycle,
      conditions: parseEntityFilter(filter, RUN_FIELDS),
    });
    const answer: RunCount = { total };
    return c.json(answer);
  });
}
