import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createPricer } from '@tracewright/pricing';
import { LlmRequests } from '../../../../bench/llm-requests.ts';
import { WORDS } from '../../../../bench/llm-vocabulary.ts';
import { MATCH_ALL } from '../../../../filter/expression.ts';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { prepareRequest } from '../../../../ingest/prepare-request.ts';
import { decodeSpan } from '../../../../otlp/read-span.ts';
import type { AggregateRequest } from '../../questions/aggregate.ts';
import type { SpanStore } from '../../span-store.ts';
import { openClickHouseSpans } from '../open-clickhouse-spans.ts';

/**
 * Measures questions to ClickHouse. Run it with `node --conditions=tracewright-source`. SPANS (default 1,000,000) are
 * stored first, COMMIT (default 4,096) at a time, into the server that CLICKHOUSE_URL names, or into an engine of its
 * own, whose data stay in FOLDER where that is set; what is there already is not stored again. QUESTIONS is a regular
 * expression: those whose names it matches are asked.
 */
const SPANS = Number(process.env.SPANS ?? 1_000_000);
const COMMIT = Number(process.env.COMMIT ?? 4_096);
const ROUNDS = Number(process.env.ROUNDS ?? 20);
const QUESTIONS = new RegExp(process.env.QUESTIONS ?? '');
const ENGINE = new URL('../../../../../test-clickhouse/engine.mjs', import.meta.url);
const DATABASE = 'questions_bench';

const engine = process.env.CLICKHOUSE_URL ? undefined : fork(ENGINE, process.env.FOLDER ? [process.env.FOLDER] : []);
const [started] = engine ? ((await once(engine, 'message')) as [{ readonly url: string }]) : [];
const address = new URL(process.env.CLICKHOUSE_URL ?? started!.url.replace(/^http/, 'clickhouse'));
address.pathname = `/${DATABASE}`;
const store = await openClickHouseSpans(address.href);
try {
  await fill(store);
  await ask(store);
} finally {
  await store.close();
  engine?.disconnect();
}

async function fill(into: SpanStore): Promise<void> {
  const { spanCount, bytes } = await into.stats();
  if (spanCount >= SPANS) return console.log(`${spanCount} spans, ${(bytes / spanCount).toFixed(0)} bytes each`);
  const source = new LlmRequests(42);
  const pricer = createPricer();
  const startMs = performance.now();
  let made = 0;
  while (made < SPANS) {
    const body = source.protobuf(COMMIT);
    const request = {
      signal: 'traces',
      workspaceId: 'default',
      experimentId: '',
      runId: '',
      encoding: 'protobuf',
      body,
    } as const;
    const groups = [...prepareRequest(request, pricer).groupsByExperiment.values()].flat();
    made += groups.reduce((sum, { spans }) => sum + spans.length, 0);
    if (made > spanCount) await into.append([{ workspaceId: 'default', experimentId: '0', groups }]);
  }
  if (spanCount < made) console.log(`${made - spanCount} spans stored in ${seconds(startMs)} s, made included`);
  console.log(`${made} spans, ${((await into.sizeBytes()) / made).toFixed(0)} bytes each`);
}

async function ask(of: SpanStore): Promise<void> {
  const all = { workspaceId: 'default', filter: MATCH_ALL, limit: 50 };
  const { rows, total } = await of.listTraces({ ...all, limit: 1_000 });
  console.log(`${total} traces`);
  const some = (round: number): string => rows[(round * 37) % rows.length]!.traceId;
  const traces = (text: string) => of.listTraces({ ...all, filter: parseFilter(text, 'trace', 0n) });
  const figures = (text: string, more: Partial<AggregateRequest>) =>
    of.aggregate({
      ...{ workspaceId: 'default', of: 'spans', filter: parseFilter(text, 'span', 0n), by: [], interval: '1h' },
      ...{ zone: 'Europe/Berlin', attribution: false, order: 'count', limit: 10 },
      ...more,
    });
  const orders = await someOrders(
    of,
    rows.filter((_, index) => index % 40 === 0).map(({ traceId }) => traceId),
  );
  const order = (round: number): string => orders[round % orders.length]!;
  const word = (round: number): string => `"${WORDS[round % WORDS.length]!}"`;
  await median('figures of model calls by model and hour', () => figures('kind = llm', { by: ['time', 'model'] }));
  await median('top 10 steps by self time, with critical share', () =>
    figures('', { by: ['name'], attribution: true, order: 'selfSum' }),
  );
  await median('summary of a trace', (round) => of.getTrace('default', some(round)));
  await median('spans of a trace', (round) => of.getSkeleton('default', some(round), 'identity'));
  await median('newest 50 traces', () => of.listTraces(all));
  await median('newest 50 with an error', () => traces('status = error'));
  await median('traces of a user', (round) => traces(`user = user-${(round * 37) % 5_000}`));
  await median('50 with a slow call', () => traces('has(kind = llm AND duration > 2.9s)'));
  await median('a word of one trace', (round) => traces(order(round)));
  await median('a word of none', (round) => traces(`${order(round)}x`));
  await median('a beginning', (round) => traces(`${order(round).slice(0, 4)}*`));
  await median('a common word', (round) => traces(word(round)));
  await median('two common words with an error', (round) => traces(`${word(round)} ${word(round + 7)} status = error`));
  await median('a phrase of all', (round) => traces(`"order number never promise" ${word(round)}`));
  await median('histogram over time', () => of.histogram({ ...all, interval: 'auto', zone: 'UTC' }));
  await median('facets', () => of.facets({ ...all, fields: ['status', 'model', 'user'], limit: 10 }));
  await median('sessions', () => of.sessions(all));
  await median('last change', () => of.lastChange('default'));
}

/** Numbers of orders that stand in one trace each. */
async function someOrders(of: SpanStore, traceIds: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const traceId of traceIds) {
    for (const { record } of (await of.getStoredSpans('default', traceId)) ?? []) {
      const said = decodeSpan(record.payload).attributes.get('tracewright.input');
      const order = typeof said === 'string' ? (JSON.parse(said) as { readonly order?: string }).order : undefined;
      if (order === undefined) continue;
      found.push(order);
      break;
    }
  }
  return found;
}

async function median(what: string, question: (round: number) => Promise<unknown>): Promise<void> {
  if (!QUESTIONS.test(what)) return;
  const times: number[] = [];
  const startCpuMs = await cpuMs();
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    await question(round);
    times.push(performance.now() - startMs);
  }
  const ownMs = ((await cpuMs()) - startCpuMs) / ROUNDS;
  times.sort((a, b) => a - b);
  const slow = times[Math.ceil(ROUNDS * 0.95) - 1]!;
  const wall = `${times[ROUNDS >> 1]!.toFixed(1)} ms median, ${slow.toFixed(1)} ms p95`;
  console.log(`${what}: ${wall}, ${ownMs.toFixed(1)} ms of the processor`);
}

/** Of this process and, where it is ours, of the engine: what holds on a machine that has other work, too. */
async function cpuMs(): Promise<number> {
  const used = [process.cpuUsage()];
  if (engine !== undefined) {
    engine.send('usage');
    const [answer] = (await once(engine, 'message')) as [{ readonly cpu: NodeJS.CpuUsage }];
    used.push(answer.cpu);
  }
  return used.reduce((sum, { user, system }) => sum + (user + system) / 1_000, 0);
}

function seconds(startMs: number): string {
  return ((performance.now() - startMs) / 1_000).toFixed(0);
}
