import { createPricer } from '@tracewright/pricing';
import { LlmRequests } from '../bench/llm-requests.ts';
import { decodeTraceRequest } from '../otlp/decode-trace-request.ts';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import type { OtlpEncoding } from '../otlp/encoding.ts';
import { oracleDecode } from '../otlp/testing/oracle.ts';
import type { IngestRequest } from './ingest.ts';
import { prepareRequest } from './prepare-request.ts';
import { RequestTally } from './request-tally.ts';

/**
 * Measures the way from a body to records, without the store: run this file with
 * `node --conditions=tracewright-source`. Bodies hold some 500 spans of about 1.5 kB in protobuf, which is what a busy
 * sender puts into one request. CPU time counts user and system of the whole process.
 */
const SPANS_A_REQUEST = 512;
const WARM_UP_ROUNDS = 60;
const MEASURED_MS = Number(process.env.BENCH_MS ?? 2_000);

const json = [1, 2, 3, 4].map((seed) => new LlmRequests(seed).json(SPANS_A_REQUEST));
const protobuf = json.map((body) => new Uint8Array(encodeJsonTraceRequest(body)));
const pricer = createPricer();
const spans = protobuf.map((body) => {
  const tally = new RequestTally();
  prepareRequest(requestOf(body, 'protobuf'), pricer, tally);
  return tally.result().accepted;
});

console.log(`${(protobuf[0]!.byteLength / spans[0]!).toFixed(0)} bytes a span in protobuf`);
measure('read protobuf', protobuf, (body) => decodeTraceRequest(body, 'protobuf'));
measure('read protobuf with protobufjs, twice', protobuf, oracleDecode);
measure('read JSON', json, (body) => decodeTraceRequest(body, 'json'));
measure('read and normalise protobuf', protobuf, (body) => prepareRequest(requestOf(body, 'protobuf'), pricer));
measure('read and normalise JSON', json, (body) => prepareRequest(requestOf(body, 'json'), pricer));

function measure(name: string, bodies: readonly Uint8Array[], work: (body: Uint8Array) => unknown): void {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) work(bodies[round % bodies.length]!);
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  let rounds = 0;
  let read = 0;
  while (performance.now() - startMs < MEASURED_MS) {
    const index = rounds++ % bodies.length;
    work(bodies[index]!);
    read += spans[index]!;
  }
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  const perCpuSecond = read / ((user + system) / 1e6);
  console.log(`${name}: ${thousands(perCpuSecond)} spans per CPU second, ${thousands((read * 1e3) / wallMs)} wall`);
}

function thousands(rate: number): string {
  return `${(rate / 1_000).toFixed(0)}k`;
}

function requestOf(body: Uint8Array, encoding: OtlpEncoding): IngestRequest {
  return { signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding, body };
}
