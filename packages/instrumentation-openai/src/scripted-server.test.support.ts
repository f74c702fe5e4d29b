import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';

/** A request as the server got it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Answers the nth request (from 0). */
export type Reply = (response: ServerResponse, n: number) => void;

export interface ScriptedServer {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** Resolves when the nth request (from 0) has arrived. */
  arrived(n: number): Promise<void>;
  /** Resolves when the connection of the nth response was closed; true if before the response was complete. */
  cutOff(n: number): Promise<boolean>;
  close(): void;
}

/** A model server on a free port of 127.0.0.1 that answers as it is told. */
export async function serve(reply: Reply): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const exchanges: Array<{ arrived: PromiseWithResolvers<void>; cut: PromiseWithResolvers<boolean> }> = [];
  const exchange = (n: number) => {
    exchanges[n] ??= { arrived: Promise.withResolvers<void>(), cut: Promise.withResolvers<boolean>() };
    return exchanges[n];
  };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const n = requests.length;
    const { host: _host, ...headers } = request.headers;
    const seen = { method: request.method ?? '', path: request.url ?? '', headers, body: undefined as unknown };
    requests.push(seen);
    response.on('close', () => exchange(n).cut.resolve(!response.writableFinished));
    seen.body = await readJson(request);
    exchange(n).arrived.resolve();
    reply(response, n);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    arrived: (n) => exchange(n).arrived.promise,
    cutOff: (n) => exchange(n).cut.promise,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Answers with JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers with server-sent events; `endless` ones stay open after the last until the client goes. */
export function events(list: readonly unknown[], options: { readonly endless?: boolean } = {}): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' });
    for (const event of list) response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (!options.endless) response.end('data: [DONE]\n\n');
  };
}

/** One reply after the other; the last one again and again. */
export function inTurn(...replies: readonly [Reply, ...Reply[]]): Reply {
  return (response, n) => (replies[Math.min(n, replies.length - 1)] ?? replies[0])(response, n);
}
