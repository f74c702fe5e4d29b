import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * What senders may send on when they are answered before all of their body has come: a usual batch, since many read the
 * answer only behind it, on a connection that is not reset.
 */
const MAX_UNREAD_BYTES = 4 * 1_024 * 1_024;

/** Closes connections on which more and more comes of a request that is answered already, such as one without a key. */
export function limitUnreadBodies(server: Server, maxBytes: number = MAX_UNREAD_BYTES): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Before Node's own listener: it has what nobody has begun to read thrown away to the end, out of sight.
    response.prependOnceListener('finish', () => {
      if (request.complete) return;
      let bytes = 0;
      request.on('data', (chunk: Uint8Array) => {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) request.socket.destroy();
      });
      request.read(0);
    });
  });
}
