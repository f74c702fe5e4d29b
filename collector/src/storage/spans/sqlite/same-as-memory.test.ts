import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Nanos, NanoUsd } from '@tracewright/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { MemorySpanStore } from '../memory/memory-span-store.ts';
import type { SpanBatch, SpanRecord } from '../span-record.ts';
import type { SpanStore, TraceKey, TracePage } from '../span-store.ts';
import { placeOf } from '../trace-order.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

const TRACES = [1, 2, 3, 4];
/** Few ids and few times, so that copies, ties, late parents and cycles are the rule. */
const span: fc.Arbitrary<SpanRecord> = fc
  .record({
    trace: fc.constantFrom(...TRACES),
    id: fc.integer({ min: 1, max: 8 }),
    parent: fc.integer({ min: 0, max: 9 }),
    fallback: fc.integer({ min: 0, max: 9 }),
    start: fc.integer({ min: 0, max: 3 }),
    text: fc.oneof(fc.constantFrom('', 'a', 'b', '会話'), fc.string({ unit: 'grapheme', maxLength: 5 })),
    kind: fc.constantFrom('llm', 'chain', 'embedding'),
    statusCode: fc.constantFrom(0, 1, 2),
    isPending: fc.boolean(),
    tokens: fc.integer({ min: -1, max: 2 ** 40 }),
    cost: fc.integer({ min: -1, max: 2 ** 50 }),
    payload: fc.uint8Array({ maxLength: 60 }),
  })
  .map(({ trace, id, parent, fallback, start, text, tokens, cost, ...same }) =>
    sampleSpan({
      ...same,
      traceId: traceIdOf(trace),
      spanId: spanIdOf(id),
      parentSpanId: parent === 0 ? '' : spanIdOf(parent),
      fallbackParentSpanId: fallback === 0 ? '' : spanIdOf(fallback),
      startNs: (NEW_YEAR + BigInt(start)) as Nanos,
      endNs: (NEW_YEAR + BigInt(start + tokens + 1)) as Nanos,
      name: text,
      model: text,
      preview: text,
      sessionId: text,
      inputTokens: tokens,
      costNanoUsd: cost as NanoUsd | -1,
    }),
  );

const batch: fc.Arbitrary<SpanBatch> = fc
  .tuple(fc.array(span, { maxLength: 12 }), fc.constantFrom('0', '1', '2'))
  .map(([spans, experimentId]) => sampleBatch(spans, { experimentId }));

type Step = { readonly append: readonly SpanBatch[] } | { readonly remove: readonly number[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.array(batch, { maxLength: 3 }).map((append): Step => ({ append })) },
  { weight: 1, arbitrary: fc.subarray(TRACES).map((remove): Step => ({ remove })) },
);

/** Everything that a store tells about the traces. */
async function told(store: SpanStore): Promise<unknown> {
  const traces = TRACES.map(async (number) => {
    const spans = await store.getSpans('default', traceIdOf(number));
    const details = (spans ?? []).map(({ spanId }) => store.getSpan('default', traceIdOf(number), spanId));
    const skeleton = await store.getSkeleton('default', traceIdOf(number), 'identity');
    return [await store.getTrace('default', traceIdOf(number)), spans, skeleton, await Promise.all(details)];
  });
  return [
    await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 10 }),
    new Set((await store.changes('default', 0, 10)).traceIds),
    await Promise.all(traces),
    await inOrder(store, 'duration'),
    await inOrder(store, 'tokens'),
    await store.sessions({ workspaceId: 'default', filter: MATCH_ALL, limit: 2 }),
    await store.histogram({ workspaceId: 'default', filter: MATCH_ALL, interval: '1h', zone: 'UTC' }),
    (await store.quality('default')).duplicated,
    await store.listTraces({
      workspaceId: 'default',
      filter: parseFilter('duplicates >= 2', 'trace', NEW_YEAR),
      limit: 10,
    }),
    await inOrder(store, 'start', "session = 'a'"),
    await ofSession(store),
    await inOrder(store, 'tokens', "session = 'a'"),
    await inOrder(store, 'start', "NOT session = 'a' OR session = 'b' AND errors > 0"),
  ];
}

/** What is asked of one session within a time. */
async function ofSession(store: SpanStore): Promise<unknown> {
  const asked = { workspaceId: 'default', filter: parseFilter("session = 'a' AND time > -2h", 'trace', NEW_YEAR) };
  return [
    await store.histogram({ ...asked, interval: '1h', zone: 'UTC' }),
    await store.sessions({ ...asked, limit: 2 }),
    await store.listTraces({ ...asked, limit: 10 }),
  ];
}

/** All traces, or those that a filter finds, two a page. */
async function inOrder(
  store: SpanStore,
  order: 'start' | 'duration' | 'tokens',
  filter?: string,
): Promise<readonly TracePage[]> {
  const pages: TracePage[] = [];
  const wanted = filter === undefined ? MATCH_ALL : parseFilter(filter, 'trace', NEW_YEAR);
  for (let after: TraceKey | undefined; ; ) {
    const query = { workspaceId: 'default', filter: wanted, order, limit: 2, ...(after && { after }) };
    const page = await store.listTraces(query);
    pages.push(page);
    const last = page.rows.at(-1);
    if (!page.hasMore || last === undefined) return pages;
    after = placeOf(last, order);
  }
}

test('whatever is appended and deleted, the file tells the same as the store in memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-same-'));
  let runs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const memory = new MemorySpanStore();
        const file = openSqliteSpanStore({ file: join(folder, `${runs++}.db`), maxWaiting: 3 });
        try {
          for (const next of steps) {
            for (const store of [memory, file]) {
              if ('append' in next) await store.append(next.append);
              else await store.deleteTraces('default', next.remove.map(traceIdOf));
            }
            expect(await told(file)).toEqual(await told(memory));
          }
        } finally {
          await file.close();
        }
      }),
      { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 15 : 40)) },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
