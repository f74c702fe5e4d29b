import { createPricer } from '@tracewright/pricing';
import { LlmRequests } from '../../../../bench/llm-requests.ts';
import { prepareRequest } from '../../../../ingest/prepare-request.ts';
import type { SpanBatch } from '../../span-record.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { ClickHouseSpanStore } from '../clickhouse-span-store.ts';
import { RowReader } from '../row-binary/row-reader.ts';

/**
 * Measures what appending takes in this process alone, over a database that knows of nothing and keeps nothing. Run it with
 * `node --conditions=tracewright-source`. COMMITS (default 6) of COMMIT spans (default 2,048) are appended in ROUNDS
 * (default 9); of each, the round that took the processor least counts, so that a busy machine tells about the same.
 */
const COMMIT = Number(process.env.COMMIT ?? 2_048);
const COMMITS = Number(process.env.COMMITS ?? 6);
const ROUNDS = Number(process.env.ROUNDS ?? 9);

const database: Partial<ClickHouseDatabase> = {
  location: { url: '', username: '', password: '', database: '', cluster: undefined },
  rows: async () => [],
  read: async () => new RowReader(Buffer.alloc(0)),
  insert: async () => {},
  close: async () => {},
};
const clock = { nowMs: Date.now, keepUp: async () => {} };
const store = new ClickHouseSpanStore(database as ClickHouseDatabase, clock);
const source = new LlmRequests(42);
const pricer = createPricer();
const batches = Array.from({ length: COMMITS }, () => batchOf(source.protobuf(COMMIT)));
const least = batches.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, batch] of batches.entries()) {
    const before = process.cpuUsage();
    await store.append([batch]);
    const { user, system } = process.cpuUsage(before);
    least[index] = Math.min(least[index]!, user + system);
  }
}
await store.close();
const spans = batches.flatMap(({ groups }) => groups).reduce((sum, group) => sum + group.spans.length, 0);
console.log(`${(least.reduce((sum, us) => sum + us, 0) / spans).toFixed(1)} µs of the processor a span`);

function batchOf(body: Uint8Array): SpanBatch {
  const request = {
    signal: 'traces',
    workspaceId: 'default',
    experimentId: '',
    runId: '',
    encoding: 'protobuf',
  } as const;
  const { groupsByExperiment } = prepareRequest({ ...request, body }, pricer);
  return { workspaceId: 'default', experimentId: '0', groups: [...groupsByExperiment.values()].flat() };
}
