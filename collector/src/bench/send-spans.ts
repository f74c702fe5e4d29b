import { gzipSync } from 'node:zlib';
import { type Headers, HttpClient } from './http-client.ts';
import type { LlmRequests } from './llm-requests.ts';
import type { MeasuredServer } from './measured-server.ts';

const CONNECTIONS = 4;
/** What OTel's processors put into one request. */
const SPANS_A_REQUEST = 512;
/** Bodies are made before they are sent, so many at a time, so that making them is not measured and fits in memory. */
const SPANS_A_ROUND = 100_000;

/** How a span travels. */
export type Wire = 'protobuf' | 'gzip' | 'json';

/** What goes along with each. */
export const HEADERS: Readonly<Record<Wire, Headers>> = {
  protobuf: { 'content-type': 'application/x-protobuf' },
  gzip: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
  json: { 'content-type': 'application/json' },
};

/** What sending took, without the making of it. */
export interface Sent {
  readonly spans: number;
  readonly bodyBytes: number;
  readonly wallMs: number;
  /** Of the server. */
  readonly cpuMs: number;
}

/** Sends spans over so many connections, each with one request at a time, until at least `spans` are acknowledged. */
export async function sendSpans(
  server: MeasuredServer,
  source: LlmRequests,
  wire: Wire,
  spans: number,
  connections: number = CONNECTIONS,
): Promise<Sent> {
  const client = new HttpClient(server.url, connections);
  const total = { spans: 0, bodyBytes: 0, wallMs: 0, cpuMs: 0 };
  while (total.spans < spans) {
    const requests = Math.ceil(Math.min(SPANS_A_ROUND, spans - total.spans) / SPANS_A_REQUEST);
    const bodies = Array.from({ length: requests }, () => bodyOf(source, wire));
    for (const body of bodies) total.bodyBytes += body.byteLength;
    const before = await server.usage();
    const startMs = performance.now();
    await sendAll(client, connections, bodies, HEADERS[wire]);
    total.wallMs += performance.now() - startMs;
    total.cpuMs += (await server.usage()).cpuMs - before.cpuMs;
    total.spans += requests * SPANS_A_REQUEST;
  }
  client.close();
  return total;
}

function bodyOf(source: LlmRequests, wire: Wire): Uint8Array {
  if (wire === 'json') return source.json(SPANS_A_REQUEST);
  const body = source.protobuf(SPANS_A_REQUEST);
  return wire === 'gzip' ? gzipSync(body) : body;
}

async function sendAll(
  client: HttpClient,
  connections: number,
  bodies: readonly Uint8Array[],
  headers: Headers,
): Promise<void> {
  let next = 0;
  const connection = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      await client.post('/v1/traces', body, headers);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
}
