import type { LiveTrace, LiveTraces } from '@tracewright/schema';
import { type Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { allOf } from '../../filter/expression.ts';
import type { ChangeFeed } from '../../live/change-feed.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import { type Asking, askedTraces } from './asked-traces.ts';
import { parseTraceId } from './ids.ts';
import { traceSummaries } from './trace-summaries.ts';
import { requireTrace } from './traces.ts';

const HEARTBEAT_MS = 15_000;
/** Traces that are told at once; whoever is further behind is told to start anew. */
const MAX_CHANGES = 500;

/** `/api/v1/live` and `/api/v1/traces/:traceId/live`: server-sent events as traces come in and grow. */
export function liveRoutes(spans: SpanStore, asking: Asking, feed: ChangeFeed): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/live', async (c) => {
      const { workspaceId } = c.get('principal');
      // A filter that cannot be read is refused before the stream begins.
      await askedTraces(c, asking);
      const start = cursorOf(c) ?? (await spans.lastChange(workspaceId));
      return events(c, start, feed, (stream, cursor) => tellChanges(c, stream, cursor, spans, asking));
    })
    .get('/traces/:traceId/live', async (c) => {
      const { workspaceId } = c.get('principal');
      const traceId = parseTraceId(c.req.param('traceId'));
      await requireTrace(spans, workspaceId, traceId);
      let told = '';
      return events(c, -1, feed, async (stream, cursor) => {
        const next = await spans.lastChange(workspaceId);
        const row = await spans.getTrace(workspaceId, traceId);
        if (row === undefined) {
          await stream.writeSSE({ event: 'gone', data: '' });
          return undefined;
        }
        const [trace] = await traceSummaries([row], asking.notes, workspaceId);
        const live: LiveTrace = { trace: trace!, version: `${row.spanCount}.${row.endNs}.${row.status}` };
        const data = JSON.stringify(live);
        if (data !== told) await stream.writeSSE({ event: 'trace', id: String(next), data });
        told = data;
        return Math.max(next, cursor);
      });
    });
}

/** Tells what is new until whoever listens goes away. @param tell gives the next cursor, undefined at the end */
function events(
  c: Context<AppEnv>,
  start: number,
  feed: ChangeFeed,
  tell: (stream: SSEStreamingApi, cursor: number) => Promise<number | undefined>,
): Response {
  const { workspaceId } = c.get('principal');
  const gone = new AbortController();
  return streamSSE(c, async (stream) => {
    stream.onAbort(() => gone.abort());
    // Proxies that wait for a body's first bytes pass the headers on now.
    await stream.write(': hello\n\n');
    let cursor: number | undefined = start;
    while (!gone.signal.aborted && !feed.isClosed) {
      const since: number = cursor;
      // Whoever listens for days may meanwhile be disabled, or see less: the next request tells them.
      cursor = await c
        .get('again')(() => tell(stream, since))
        .catch(ifRefused);
      if (cursor === undefined) return;
      const before = performance.now();
      await feed.changed(workspaceId, cursor, HEARTBEAT_MS, gone.signal);
      if (performance.now() - before >= HEARTBEAT_MS) await stream.write(': still here\n\n');
    }
  });
}

function ifRefused(error: unknown): undefined {
  if (error instanceof ApiError) return undefined;
  throw error;
}

async function tellChanges(
  c: Context<AppEnv>,
  stream: SSEStreamingApi,
  since: number,
  spans: SpanStore,
  asking: Asking,
): Promise<number> {
  const { workspaceId } = c.get('principal');
  // Asked for first: what changes in between is among the changes, or comes with the next ones.
  const last = await spans.lastChange(workspaceId);
  const { traceIds, cursor } = await spans.changes(workspaceId, since, MAX_CHANGES);
  if (traceIds.length === MAX_CHANGES) {
    await stream.writeSSE({ event: 'reset', id: String(last), data: '' });
    return last;
  }
  // Deletions count as changes, and leave nothing to be told of here.
  if (traceIds.length === 0) return Math.max(cursor, last);
  const among = { type: 'traceIds', traceIds: new Set(traceIds) } as const;
  const filter = allOf(among, await askedTraces(c, asking));
  const { rows } = await spans.listTraces({ workspaceId, filter, limit: MAX_CHANGES });
  const live: LiveTraces = { changed: await traceSummaries(rows, asking.notes, workspaceId) };
  if (rows.length > 0) await stream.writeSSE({ event: 'traces', id: String(cursor), data: JSON.stringify(live) });
  return Math.max(cursor, last);
}

/** Where a browser that comes back left off, or what the address names. */
function cursorOf(c: Context): number | undefined {
  const text = c.req.header('last-event-id') ?? c.req.query('cursor') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
