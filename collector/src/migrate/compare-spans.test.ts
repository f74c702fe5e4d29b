import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import type { AggregateRequest } from '../storage/spans/questions/aggregate.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { requireSameSpans } from './compare-spans.ts';

const DAY_NS = 86_400_000_000_000n;

/** Six spans over three days, two of them calls. */
const SPANS = Array.from({ length: 6 }, (_, index) =>
  sampleSpan({
    traceId: traceIdOf(1),
    spanId: spanIdOf(index + 1),
    startNs: (NEW_YEAR + BigInt(index % 3) * DAY_NS) as Nanos,
    ...(index < 2 && { kind: 'llm', inputTokens: 7, outputTokens: 3 }),
  }),
);

function opened() {
  const source = openSqliteSpanStore({ file: join(emptyFolder(), 'spans.db') });
  onTestFinished(() => source.close());
  return { source, target: new MemorySpanStore() };
}

test('the same spans add up to the same on both sides, however they are stored', async () => {
  const sides = opened();
  await sides.source.append([sampleBatch(SPANS)]);
  for (const span of SPANS.toReversed()) await sides.target.append([sampleBatch([span])]);
  const { spans, sha256 } = await requireSameSpans('default', sides);
  expect(spans).toBe(6);
  expect(await requireSameSpans('default', { source: sides.target, target: sides.source })).toMatchObject({ sha256 });
});

test('a day of which a span is missing or otherwise is named', async () => {
  const { source, target } = opened();
  await source.append([sampleBatch(SPANS)]);
  await target.append([sampleBatch(SPANS.slice(0, 5))]);
  await expect(requireSameSpans('default', { source, target })).rejects.toMatchObject({
    code: 'STORE_UNREADABLE',
    message:
      'the spans of default of 2026-01-03 are not the same, though their traces are: 2 spans, and 1 at the target',
  });
  const other = new MemorySpanStore();
  await other.append([sampleBatch([{ ...SPANS[0]!, inputTokens: 8 }, ...SPANS.slice(1)])]);
  await expect(requireSameSpans('default', { source, target: other })).rejects.toThrow(
    'of 2026-01-01 are not the same',
  );
});

test('sums beyond what a number holds exactly are the same though each side has rounded them in its own way', async () => {
  const { target } = opened();
  // Started when seconds were sent for nanoseconds, they last since 1970.
  const spans = SPANS.map((span) => ({ ...span, startNs: 1n as Nanos, endNs: NEW_YEAR as Nanos }));
  await target.append([sampleBatch(spans)]);
  const summedTo = (sum: number) => ({
    aggregate: async (request: AggregateRequest) => {
      const answer = await target.aggregate(request);
      return {
        ...answer,
        groups: answer.groups.map((each) => ({ ...each, durationMs: { ...each.durationMs!, sum } })),
      };
    },
  });
  const compare = (one: number, two: number) =>
    requireSameSpans('default', { source: summedTo(one), target: summedTo(two) });
  // A thousand such spans, each a microsecond longer than the one before, one by one and exactly.
  expect(await compare(1_767_225_600_000_508, 1_767_225_600_000_499.5)).toMatchObject({ spans: 6 });
  await expect(compare(1_767_225_600_000_508, 1_765_458_374_400_000)).rejects.toThrow('1970-01-01');
  await expect(compare(1_767_225_600_000.001, 1_767_225_600_000)).rejects.toThrow('1970-01-01');
});
