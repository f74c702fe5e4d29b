import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Headers, HttpClient } from './http-client.ts';
import { LlmRequests } from './llm-requests.ts';
import { startServer } from './measured-server.ts';
import { HEADERS, type Wire } from './send-spans.ts';

const MIB = 2 ** 20;
const CONNECTIONS = 4;
/** What a span takes as it is sent, before it is compressed. */
const SPAN_BYTES: Readonly<Record<Wire, number>> = { protobuf: 1_640, gzip: 1_640, json: 2_440 };
const SIZES_MIB = (process.env.BODY_MIB ?? '1,16,60').split(',').map(Number);
/** Enough that each connection sends several small ones, and one large one. */
const BYTES_A_CASE = 240 * MIB;
/** What senders wait when they are told to come again, ms. */
const RETRY_MS = 50;

/** Sends bodies of 1, 16 and 60 MiB over four connections, each size to a collector of its own, and prints its memory. */
export async function measureBodies(
  inFolder: (measure: (folder: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const wire of ['protobuf', 'gzip', 'json'] as const) {
    for (const bodyMib of SIZES_MIB) await inFolder((folder) => measure(folder, wire, bodyMib));
  }
}

async function measure(folder: string, wire: Wire, bodyMib: number): Promise<void> {
  const source = new LlmRequests(42);
  const spans = Math.floor((bodyMib * MIB) / SPAN_BYTES[wire]);
  const bodies = Array.from({ length: Math.ceil(BYTES_A_CASE / (bodyMib * MIB)) }, () => {
    if (wire === 'json') return source.json(spans);
    const body = source.protobuf(spans);
    return wire === 'gzip' ? gzipSync(body) : body;
  });
  const server = await startServer(folder);
  const idle = await server.usage();
  const client = new HttpClient(server.url, CONNECTIONS);
  const startMs = performance.now();
  let refused = 0;
  let next = 0;
  const connection = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      refused += await untilTaken(client, body, HEADERS[wire]);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const wallMs = performance.now() - startMs;
  const { cpuMs, rssBytes, peakRssBytes } = await server.usage();
  client.close();
  await server.stop();
  const stored = spans * bodies.length;
  console.log(
    `bodies of ${bodyMib} MiB, ${wire}: RSS ${mib(idle.rssBytes)} MiB at the start, ${mib(peakRssBytes)} at most, ` +
      `${mib(rssBytes)} after; ${Math.round((stored / wallMs) * 1_000)} spans/s, ` +
      `${Math.round((stored / (cpuMs - idle.cpuMs)) * 1_000)} per CPU second; told to come again ${refused} times`,
  );
}

/** @returns how many times it was refused for the moment. */
async function untilTaken(client: HttpClient, body: Uint8Array, headers: Headers): Promise<number> {
  for (let refused = 0; ; refused++) {
    try {
      await client.post('/v1/traces', body, headers);
      return refused;
    } catch (error) {
      if (!String(error).includes('answered 429')) throw error;
    }
    await delay(RETRY_MS);
  }
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(0);
}
