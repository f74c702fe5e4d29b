import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';

/** Streams server-sent events. A client that goes away ends it quietly, a fault of ours breaks the connection. */
export function streamEvents(c: Context, send: (stream: SSEStreamingApi) => Promise<void>): Response {
  return streamSSE(c, send, async (error, stream) => {
    if (stream.aborted || c.req.raw.signal.aborted) return;
    console.error(error);
    cutConnection(c);
  });
}

/** Breaks the connection as a crash or a proxy would: no end of the body, no last event. */
export function cutConnection(c: Context): void {
  (c.env as HttpBindings).outgoing.destroy();
}
