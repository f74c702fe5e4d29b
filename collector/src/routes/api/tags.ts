import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { parseTraceId } from './ids.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import type { TraceNotes } from './trace-notes.ts';
import { requireTrace } from './traces.ts';

const MAX_KEY = 250;
const MAX_VALUE = 8_000;
const Body = v.object({ value: v.pipe(v.string(), v.maxLength(MAX_VALUE, `at most ${MAX_VALUE} characters`)) });

/** `/api/v1/traces/:traceId/tags/:key`: tags that may change, unlike the attributes that a trace was sent with. */
export function tagRoutes(spans: SpanStore, notes: TraceNotes): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .put('/:traceId/tags/:key', limitBody(4 * MAX_VALUE), async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const key = parseKey(c.req.param('key'));
      const { value } = await jsonBody(c, Body);
      await requireTrace(spans, workspaceId, traceId);
      await notes.setTraceTag(workspaceId, traceId, key, value);
      return c.body(null, 204);
    })
    .delete('/:traceId/tags/:key', async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      const key = parseKey(c.req.param('key'));
      await requireTrace(spans, workspaceId, traceId);
      if (!(await notes.deleteTraceTag(workspaceId, traceId, key))) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `trace ${traceId} has no tag ${JSON.stringify(key)}`);
      }
      return c.body(null, 204);
    });
}

function parseKey(key: string): string {
  if (key.length <= MAX_KEY) return key;
  throw new ApiError('INVALID_PARAMETER_VALUE', `a tag's key has at most ${MAX_KEY} characters`);
}
