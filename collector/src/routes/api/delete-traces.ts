import type { DeletedTraces } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { type Asking, askedTraces } from './asked-traces.ts';
import { choiceParameter, parseQuery } from './query-parameters.ts';
import { tracesOf } from './traces-of.ts';

/** Traces that go at once: a chunk that many of them lie in is written anew only once. */
const BATCH = 1_000;

const Query = v.object({ dryRun: v.optional(choiceParameter('0', '1'), '0') });

/** `/api/v1/traces/delete`: takes out what a filter finds, or says how much that would be. */
export function deleteTracesRoutes(spans: SpanStore, asking: Asking): Hono<AppEnv> {
  return new Hono<AppEnv>().post('/delete', async (c) => {
    const { workspaceId } = c.get('principal');
    const isDryRun = parseQuery(Query, c.req.query()).dryRun === '1';
    const filter = await askedTraces(c, asking);
    if (filter.type === 'and' && filter.of.length === 0) {
      throw new ApiError('INVALID_PARAMETER_VALUE', 'filter: say which traces are to be deleted');
    }
    let count = 0;
    let batch: string[] = [];
    const takeOut = async (): Promise<void> => {
      if (isDryRun) count += batch.length;
      else {
        count += await spans.deleteTraces(workspaceId, batch);
        await asking.notes.deleteTraces(workspaceId, batch);
      }
      batch = [];
    };
    for await (const traceId of tracesOf(spans, workspaceId, filter))
      if (batch.push(traceId) === BATCH) await takeOut();
    await takeOut();
    return c.json({ count, isDryRun } satisfies DeletedTraces);
  });
}
