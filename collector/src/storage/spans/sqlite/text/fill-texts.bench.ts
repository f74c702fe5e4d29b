import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { LlmRequests } from '../../../../bench/llm-requests.ts';
import { prepareRequest } from '../../../../ingest/prepare-request.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { fillTexts } from './fill-texts.test.support.ts';
import { removeTexts, textFileOf } from './text-database.ts';

/**
 * Measures what reading the words of a store takes of the processor: of the thread that does it, and of V8's others. Run it
 * with `node --conditions=tracewright-source`. Of SPANS (default 65,536), in commits of 512 to 2,048; ROUNDS (default 5).
 */
const SPANS = Number(process.env.SPANS ?? 65_536);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const REQUEST = 512;

const folder = mkdtempSync(join(tmpdir(), 'tracewright-'));
const file = join(folder, 'spans.db');
const store = openSqliteSpanStore({ file });
const source = new LlmRequests(42);
const pricer = createPricer();
let spans = 0;
for (let requests = 1; spans < SPANS; requests = (requests % 4) + 1) {
  const batches = Array.from({ length: requests }, () => {
    const body = source.protobuf(REQUEST);
    const settings = { workspaceId: 'default', experimentId: '', runId: '', encoding: 'protobuf' } as const;
    const { groupsByExperiment } = prepareRequest({ signal: 'traces', ...settings, body }, pricer);
    return { workspaceId: 'default', experimentId: '0', groups: [...groupsByExperiment.values()].flat() };
  });
  for (const { groups } of batches) for (const group of groups) spans += group.spans.length;
  await store.append(batches);
}
await store.close();
for (let round = 1; round <= ROUNDS; round++) {
  removeTexts(textFileOf(file));
  const before = { thread: process.threadCpuUsage(), all: process.cpuUsage() };
  fillTexts(file);
  const thread = process.threadCpuUsage(before.thread);
  const all = process.cpuUsage(before.all);
  const threadUs = thread.user + thread.system;
  const othersUs = all.user + all.system - threadUs;
  console.log(
    `${(threadUs / spans).toFixed(1)} µs of the thread and ${(othersUs / spans).toFixed(1)} of others a span,`,
    `${(statSync(textFileOf(file)).size / spans).toFixed(1)} bytes`,
  );
}
rmSync(folder, { recursive: true });
