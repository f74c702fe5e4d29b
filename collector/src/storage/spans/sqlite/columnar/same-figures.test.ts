import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AggregateAnswer, Nanos, NanoUsd } from '@tracewright/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { MemorySpanStore } from '../../memory/memory-span-store.ts';
import { type AggregateRequest, DIMENSIONS } from '../../questions/aggregate.ts';
import type { SpanRecord } from '../../span-record.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';

/** The last time that OTLP can say. */
const LAST_NS = ((1n << 64n) - 1n) as Nanos;

/** Few ids, so that traces are spread over batches, pending records are overtaken and calls nest. */
const span: fc.Arbitrary<SpanRecord> = fc
  .record({
    trace: fc.integer({ min: 1, max: 4 }),
    id: fc.integer({ min: 1, max: 6 }),
    parent: fc.integer({ min: 0, max: 5 }),
    start: fc.integer({ min: 0, max: 7_200 }),
    length: fc.integer({ min: 0, max: 3_000 }),
    text: fc.constantFrom('', 'a', 'b'),
    kind: fc.constantFrom('llm', 'chain', 'tool'),
    statusCode: fc.constantFrom(0, 1, 2),
    isPending: fc.boolean(),
    tokens: fc.integer({ min: -1, max: 1_000 }),
    ttftUs: fc.constantFrom(-1, 1_000),
  })
  .map(({ trace, id, parent, start, length, text, tokens, ...same }) => {
    const startNs = (NEW_YEAR + BigInt(start) * 1_000_000_007n) as Nanos;
    return sampleSpan({
      ...same,
      traceId: traceIdOf(trace),
      spanId: spanIdOf(id),
      // Of two spans only the one with the smaller id is above: rings are cut by an order that files do not keep.
      parentSpanId: parent === 0 || parent >= id ? '' : spanIdOf(parent),
      startNs,
      endNs: (startNs + BigInt(same.isPending ? 0 : length) * 1_000_001n) as Nanos,
      name: text,
      model: text,
      userId: text,
      promptName: text,
      promptVersion: text,
      inputTokens: tokens,
      outputTokens: tokens,
      costNanoUsd: tokens as NanoUsd | -1,
    });
  });

const FILTERS = [
  '',
  'kind = llm',
  "NOT model = a OR user != 'b'",
  'status IN (error, running) AND tokens > 10',
  "time >= '2026-01-01T00:30:00Z' duration < 2s",
  'trace(status = ok) OR ttft IS NOT NULL',
  'trace(experiment = 1) AND cost <= 0.0000005',
  "name LIKE '_' AND NOT prompt_version IS NULL",
  'self_time > 1s OR skew > 10ms',
  "NOT path = 'a > b' AND self_time < 2s",
];

/** On traces: what is asked of their spans is answered by columns wholly, in part or not at all. */
const TRACE_FILTERS = [
  'has(kind = llm AND self_time > 1s)',
  "NOT has(path = 'a > b') OR skew > 10ms",
  'has(duration > 1s AND attributes.color = red)',
  'has(status = running) AND status != error',
  'has(model = a OR trace(experiment = 1)) AND has(ttft IS NULL)',
];

const request: fc.Arbitrary<Omit<AggregateRequest, 'workspaceId' | 'filter'> & { readonly filter: string }> = fc.record(
  {
    of: fc.constant('spans' as const),
    filter: fc.constantFrom(...FILTERS),
    by: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { maxLength: 3 }),
    interval: fc.constantFrom('auto' as const, '15m' as const),
    zone: fc.constant('UTC'),
    attribution: fc.boolean(),
    order: fc.constantFrom('count' as const, 'selfSum' as const, 'cost' as const),
    limit: fc.constantFrom(3, 1_000),
  },
);

test('a call counts once where its repetition below it arrived while the call was still running', async () => {
  const call = { traceId: traceIdOf(1), kind: 'llm', inputTokens: 10 } as const;
  const inner = sampleSpan({ ...call, spanId: spanIdOf(2), parentSpanId: spanIdOf(1) });
  const running = [inner, sampleSpan({ ...call, spanId: spanIdOf(1), isPending: true })];

  const { total } = await figuresOf(running, 'spans', [sampleSpan({ ...call, spanId: spanIdOf(1) })]);

  expect(total).toMatchObject({ count: 2, inputTokens: 10 });
});

test('a call that names itself as its parent counts as any other', async () => {
  const call = { traceId: traceIdOf(1), spanId: spanIdOf(1), parentSpanId: spanIdOf(1), kind: 'llm' } as const;

  const { total } = await figuresOf([sampleSpan({ ...call, inputTokens: 10 })], 'spans');

  expect(total).toMatchObject({ count: 1, inputTokens: 10 });
});

test('traces and spans are added up that are longer than whole microseconds fit a double', async () => {
  const whole = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), startNs: 0n as Nanos, endNs: LAST_NS });

  for (const rows of ['traces', 'spans'] as const) {
    expect((await figuresOf([whole], rows)).total.durationMs).toMatchObject({ count: 1, sum: 18_446_744_073_709.55 });
  }
});

test('whatever is asked, whole columns give the figures that single spans give', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-figures-'));
  let runs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(span, { maxLength: 12 }), fc.constantFrom('0', '1')), { maxLength: 4 }),
        fc.array(request, { minLength: 1, maxLength: 4 }),
        fc.subarray(TRACE_FILTERS),
        async (batches, requests, filters) => {
          const memory = new MemorySpanStore();
          const file = openSqliteSpanStore({ file: join(folder, `${runs++}.db`) });
          try {
            for (const [spans, experimentId] of batches) {
              for (const store of [memory, file]) await store.append([sampleBatch(spans, { experimentId })]);
            }
            for (const { filter, ...asked } of requests) {
              const whole = { ...asked, workspaceId: 'default', filter: parseFilter(filter, 'span', NEW_YEAR) };
              expect(await file.aggregate(whole)).toEqual(await memory.aggregate(whole));
            }
            for (const { filter } of requests) {
              const asked = { workspaceId: 'default', filter: parseFilter(filter, 'span', NEW_YEAR), limit: 3 };
              const first = await file.listSpans(asked);
              expect(first).toEqual(await memory.listSpans(asked));
              const after = first.spans.at(-1);
              if (after === undefined) continue;
              expect(await file.listSpans({ ...asked, after })).toEqual(await memory.listSpans({ ...asked, after }));
            }
            for (const filter of filters) {
              const asked = { workspaceId: 'default', filter: parseFilter(filter, 'trace', NEW_YEAR), limit: 10 };
              expect(await file.listTraces(asked)).toEqual(await memory.listTraces(asked));
            }
          } finally {
            await file.close();
          }
        },
      ),
      { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 15 : 40)) },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The figures of all that a file holds to which these batches came. */
async function figuresOf(
  first: readonly SpanRecord[],
  of: AggregateRequest['of'],
  ...later: readonly (readonly SpanRecord[])[]
): Promise<AggregateAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-figures-'));
  const file = openSqliteSpanStore({ file: join(folder, 'spans.db') });
  try {
    for (const spans of [first, ...later]) await file.append([sampleBatch(spans)]);
    const filter = parseFilter('', of === 'spans' ? 'span' : 'trace', NEW_YEAR);
    const whole = { by: [], interval: 'auto', zone: 'UTC', order: 'count', limit: 3, attribution: false } as const;
    return await file.aggregate({ workspaceId: 'default', of, filter, ...whole });
  } finally {
    await file.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
