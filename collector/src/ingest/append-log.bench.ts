import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writevSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { createPricer } from '@tracewright/pricing';
import { LlmRequests } from '../bench/llm-requests.ts';
import { readTraceRequest } from '../otlp/read-trace-request.ts';
import { prepareRequest } from './prepare-request.ts';

/**
 * Measures what acknowledging from a log alone would take, before anything is indexed: run this file with
 * `node --conditions=tracewright-source`. Requests of 512 spans are judged and appended with a checksum, and each group
 * is synced. Judged span by span a request can be refused in part, as OTLP has it; else only as a whole.
 */
const SPANS_A_REQUEST = 512;
const WARM_UP = 60;
const REQUESTS = 160;

const source = new LlmRequests(42);
const bodies = Array.from({ length: REQUESTS }, () => new Uint8Array(source.protobuf(SPANS_A_REQUEST)));
const pricer = createPricer();
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'tracewright-bench-'));
const request = {
  signal: 'traces',
  workspaceId: 'default',
  experimentId: '',
  runId: '',
  encoding: 'protobuf',
} as const;

try {
  for (const group of [1, 2, 4]) {
    measure('judged as a whole', group, readTraceRequest);
    measure('judged span by span', group, (body) => prepareRequest({ ...request, body }, pricer));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(name: string, group: number, judge: (body: Uint8Array) => unknown): void {
  const file = openSync(join(folder, 'log'), 'w');
  append(file, bodies.slice(0, WARM_UP), group, judge);
  const startCpu = process.cpuUsage();
  const startMs = performance.now();
  append(file, bodies.slice(WARM_UP), group, judge);
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  closeSync(file);
  const spans = (REQUESTS - WARM_UP) * SPANS_A_REQUEST;
  console.log(
    `${name}, ${group} requests a sync: ${((user + system) / spans).toFixed(1)} µs of CPU a span, ` +
      `${((wallMs * 1e3) / spans).toFixed(1)} µs wall`,
  );
}

function append(
  file: number,
  requests: readonly Uint8Array[],
  group: number,
  judge: (body: Uint8Array) => unknown,
): void {
  for (let at = 0; at < requests.length; at += group) {
    const parts = requests.slice(at, at + group).flatMap((body) => {
      judge(body);
      const head = Buffer.alloc(8);
      head.writeUInt32LE(body.byteLength, 0);
      head.writeUInt32LE(crc32(body), 4);
      return [head, body];
    });
    writevSync(file, parts);
    fdatasyncSync(file);
  }
}
