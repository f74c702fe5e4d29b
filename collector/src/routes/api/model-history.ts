import type { ModelHistoryItem, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import type { ModelHistoryEntry, ModelHistoryStore } from '../../storage/tracking/registry/model-history-store.ts';
import { limitParameter, parseQuery } from './query-parameters.ts';

/** Versions and entries are counted by numbers of this length at most. */
const number = v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'is a whole number'), v.transform(Number));
const Query = v.object({
  version: v.optional(number),
  cursor: v.optional(number),
  limit: limitParameter(100, 1_000),
});

/** `/api/v1/registered-models/:name/history`: who moved which version where, and when; of prompts likewise. */
export function modelHistoryRoutes(history: ModelHistoryStore): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/registered-models/:name/history', async (c) => {
    const { workspaceId } = c.get('principal');
    const name = c.req.param('name');
    const { version, cursor, limit } = parseQuery(Query, c.req.query());
    const { items, next } = await history.list(workspaceId, name, { version, limit, before: cursor });
    const answer: Page<ModelHistoryItem> = {
      items: items.map(itemOf),
      nextCursor: next === undefined ? null : String(next[0]),
      total: await history.count(workspaceId, name, version),
      totalIsEstimate: false,
    };
    return c.json(answer);
  });
}

function itemOf({ atMs, ...entry }: ModelHistoryEntry): ModelHistoryItem {
  return { ...entry, atNs: String(BigInt(Math.round(atMs)) * 1_000_000n) };
}
