import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as the server got it, byte by byte, but for what differs from one run to the next by nature. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Names and values as sent, in the order in which they were sent. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** One character per byte. */
  readonly body: string;
}

/** How a response ended: read to its end, or the client went away before. */
export type Close = 'complete' | 'cut';

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
  /** Waits until every response that was asked for is over. */
  closes(): Promise<readonly Close[]>;
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
    const { method = '', url: path = '' } = request;
    const seen = { method, path, headers: headersOf(request), body: '' };
    requests.push(seen);
    response.on('close', () => exchange(n).cut.resolve(!response.writableFinished));
    seen.body = masked((await buffer(request)).toString('latin1'), request);
    exchange(n).arrived.resolve();
    reply(response, n);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    arrived: (n) => exchange(n).arrived.promise,
    cutOff: (n) => exchange(n).cut.promise,
    closes: async () => {
      const cuts = await Promise.all(requests.map((_, n) => exchange(n).cut.promise));
      return cuts.map((isCut) => (isCut ? 'cut' : 'complete'));
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Differ by nature: the port, and the key that the SDK makes up for each call. */
const MASKED = /^(host|idempotency-key)$/i;

function headersOf(request: IncomingMessage): Array<readonly [string, string]> {
  const { rawHeaders: raw } = request;
  return raw.flatMap((name, i) => {
    if (i % 2 === 1) return [];
    const value = MASKED.test(name) ? '…' : masked(raw[i + 1] ?? '', request);
    return [[name, value] as const];
  });
}

/** Multipart bodies are divided by a boundary that is made up for each. */
function masked(text: string, request: IncomingMessage): string {
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1];
  return boundary === undefined ? text : text.replaceAll(boundary, '…');
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
