import type { SpanDetail } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { SpanStore, StoredSpan } from '../../storage/spans/span-store.ts';
import { parseSpanId, parseTraceId } from './ids.ts';

/** `/api/v1/traces/:traceId/spans/:spanId`: one span with its content. `detail` unpacks what the store kept packed. */
export function spanRoutes(spans: SpanStore, detail: (span: StoredSpan) => SpanDetail): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/:traceId/spans/:spanId', async (c) => {
    const traceId = parseTraceId(c.req.param('traceId'));
    const spanId = parseSpanId(c.req.param('spanId'));
    const span = await spans.getSpan(c.get('principal').workspaceId, traceId, spanId);
    if (span === undefined) {
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no span ${spanId} in trace ${traceId}`);
    }
    return c.json(detail(span));
  });
}
