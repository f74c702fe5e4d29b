import type { TraceDetail } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { acceptedEncoding } from './accepted-encoding.ts';
import { type Asking, askedTraces } from './asked-traces.ts';
import { parseTraceId } from './ids.ts';
import { traceList } from './trace-list.ts';
import { traceSummaries } from './trace-summaries.ts';

/** `/api/v1/traces`: the list, a trace's head and skeleton, and its deletion. */
export function traceRoutes(spans: SpanStore, asking: Asking): Hono<AppEnv> {
  const { notes } = asking;
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { workspaceId } = c.get('principal');
      const filter = await askedTraces(c, asking);
      return c.json(await traceList(spans, notes, workspaceId, filter, c.req.query()));
    })
    .get('/:traceId', async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const row = await spans.getTrace(workspaceId, traceId);
      if (row === undefined) throw noTrace(traceId);
      const [[summary], feedback] = await Promise.all([
        traceSummaries([row], notes, workspaceId),
        notes.listFeedback(workspaceId, traceId),
      ]);
      const answer: TraceDetail = { ...summary!, feedback };
      return c.json(answer);
    })
    .get('/:traceId/skeleton', async (c) => {
      const traceId = parseTraceId(c.req.param('traceId'));
      const encoding = acceptedEncoding(c);
      const json = await spans.getSkeleton(c.get('principal').workspaceId, traceId, encoding);
      if (json === undefined) throw noTrace(traceId);
      if (encoding === 'gzip') c.header('Content-Encoding', encoding);
      return c.body(json, 200, { 'Content-Type': 'application/json' });
    })
    .delete('/:traceId', async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const deleted = await spans.deleteTraces(workspaceId, [traceId]);
      // Also where the spans are gone already: an earlier deletion may have been cut short between the two stores.
      await notes.deleteTraces(workspaceId, [traceId]);
      if (deleted === 0) throw noTrace(traceId);
      return c.body(null, 204);
    });
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST` if there is no such trace. */
export async function requireTrace(spans: SpanStore, workspaceId: string, traceId: string): Promise<void> {
  if ((await spans.getTrace(workspaceId, traceId)) === undefined) throw noTrace(traceId);
}

function noTrace(traceId: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no trace ${traceId}`);
}
