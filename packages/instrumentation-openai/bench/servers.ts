import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { answerTo } from './canned-answers.ts';

/** A server on a free port of the loopback address. */
export interface LocalServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): void;
}

/** Takes OTLP/HTTP in JSON and counts the spans, so that nobody gets cheap by dropping them. */
export interface Sink extends LocalServer {
  readonly spans: number;
}

/** Starts the sink. */
export async function startSink(): Promise<Sink> {
  const sink = { spans: 0 };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    sink.spans += text.split('"spanId":').length - 1 - (text.split('"links":[{').length - 1);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const local = await listen(server);
  return {
    ...local,
    get spans() {
      return sink.spans;
    },
  };
}

/** Starts a model server that gives the canned answers. */
export async function startModelServer(): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    const { type, body } = answerTo(request.url ?? '', (await bodyOf(request)).toString());
    response.writeHead(200, { 'content-type': type, 'x-request-id': 'req_bench' });
    response.end(typeof body === 'string' ? body : Buffer.concat(body));
  });
  return listen(server);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function listen(server: Server): Promise<LocalServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
