import type { Feedback, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { parseTraceId } from './ids.ts';
import { parseQuery } from './query-parameters.ts';
import type { TraceNotes } from './trace-notes.ts';

const MAX_TRACES = 200;

const Query = v.object({ traces: v.pipe(v.string(), v.nonEmpty('names traces, joined by commas')) });

/** `/api/v1/feedback?traces=…`: what was said of several traces; of those that are not there is none. */
export function feedbackListRoutes(notes: Pick<TraceNotes, 'feedbackOn'>): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/feedback', async (c) => {
    const traceIds = parseQuery(Query, c.req.query()).traces.split(',').map(parseTraceId);
    if (traceIds.length > MAX_TRACES) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `traces names at most ${MAX_TRACES}`);
    }
    const items = await notes.feedbackOn(c.get('principal').workspaceId, traceIds);
    return c.json({ items, nextCursor: null, total: items.length, totalIsEstimate: false } satisfies Page<Feedback>);
  });
}
