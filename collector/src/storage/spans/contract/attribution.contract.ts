import { type Nanos, type NanoUsd, PATH_SEPARATOR } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { allOf } from '../../../filter/expression.ts';
import type { SpanRecord } from '../span-record.ts';
import type { SpanStore } from '../span-store.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const HOUR_NS = 3_600_000_000_000n;
const TRACES = 12;
const BATCH = 7;

/** Self time and critical path, whichever batches spans came in. */
export function attributionCases(open: OpenStore): void {
  const filled = async (spans: readonly SpanRecord[], batch: number): Promise<SpanStore> => {
    const { store } = await open();
    for (let from = 0; from < spans.length; from += batch) {
      await store.append([sampleBatch(spans.slice(from, from + batch))]);
    }
    return store;
  };

  test('where time went over days is the same in order of arrival, in reverse and shuffled', async () => {
    const spans = longTraces();
    const whole = await figures(await filled(spans, spans.length));
    expect(whole.steps).toEqual([
      ['agent', TRACES, 2 * TRACES, 2 / 31],
      ['agent › chat', TRACES, 20 * TRACES, 20 / 31],
      ['agent › log', TRACES, 0, 0],
      ['agent › search', TRACES, 6 * TRACES, 6 / 31],
      ['agent › search › fetch', TRACES, 3 * TRACES, 3 / 31],
    ]);
    expect(Object.fromEntries(whole.selfHours)).toEqual({
      agent: 2 * TRACES,
      'agent › chat': 20 * TRACES,
      'agent › log': TRACES,
      'agent › search': 6 * TRACES,
      'agent › search › fetch': 3 * TRACES,
    });
    expect(whole.spans).toHaveLength(TRACES * 5);
    for (const order of [spans, spans.toReversed(), shuffled(spans)]) {
      expect(await figures(await filled(order, BATCH))).toEqual(whole);
    }
  });
}

/**
 * Traces of 31 hours each, a day apart: an agent that works an hour, searches for nine, works another, then asks a model
 * for twenty. The search fetches for three of its hours; nobody waits for what is logged beside the chat.
 */
function longTraces(): SpanRecord[] {
  const traces = Array.from({ length: TRACES }, (_, trace) => {
    const startNs = NEW_YEAR + BigInt(trace) * 24n * HOUR_NS;
    const span = (id: number, parent: number, name: string, [from, to]: readonly [number, number]): SpanRecord =>
      sampleSpan({
        traceId: traceIdOf(trace),
        spanId: spanIdOf(id),
        parentSpanId: parent === 0 ? '' : spanIdOf(parent),
        name,
        kind: name === 'chat' ? 'llm' : 'tool',
        startNs: (startNs + BigInt(from) * HOUR_NS) as Nanos,
        endNs: (startNs + BigInt(to) * HOUR_NS) as Nanos,
        ...(name === 'chat' ? { inputTokens: 100, costNanoUsd: 5 as NanoUsd } : {}),
      });
    return [
      span(1, 0, 'agent', [0, 31]),
      span(2, 1, 'search', [1, 10]),
      span(3, 2, 'fetch', [2, 5]),
      span(4, 1, 'chat', [11, 31]),
      span(5, 1, 'log', [12, 13]),
    ];
  });
  // As a store would get them: what ends first comes first, of all traces together.
  return traces.flat().toSorted((a, b) => Number(a.endNs - b.endNs));
}

/** What is known of the steps, with their time in hours, and of each span. */
async function figures(store: SpanStore) {
  const { groups } = await store.aggregate({
    workspaceId: 'default',
    of: 'spans',
    filter: allOf(),
    by: ['path'],
    interval: 'auto',
    zone: 'UTC',
    attribution: true,
    order: 'count',
    limit: 100,
  });
  const hours = (ms: number | null): number => (ms ?? 0) / 3_600_000;
  const named = groups
    .map(({ key: [path], ...group }) => ({ ...group, path: String(path).replaceAll(PATH_SEPARATOR, ' › ') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const steps = named.map(({ path, count, criticalMs, criticalShare }) => [
    path,
    count,
    hours(criticalMs),
    criticalShare,
  ]);
  const selfHours = named.map(({ path, selfMs }) => [path, hours(selfMs?.sum ?? null)] as const);
  const spans = await Promise.all(
    Array.from({ length: TRACES }, async (_, trace) => (await store.getSpans('default', traceIdOf(trace))) ?? []),
  );
  return { steps, selfHours, spans: spans.flat() };
}

/** The same disorder in every run: Fisher and Yates' shuffle over a linear congruential generator. */
function shuffled<T>(items: readonly T[]): T[] {
  const mixed = [...items];
  let state = 1;
  for (let last = mixed.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
