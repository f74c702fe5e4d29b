import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NEW_YEAR, sampleSpan, spanIdOf, traceIdOf } from './contract/sample-span.ts';
import type { SpanRecord } from './span-record.ts';
import { billOf, type TraceBill } from './trace-bill.ts';

/** A call of 10 tokens in, 2 out and 5 nano-USD, below the span of number `parent`. */
function call(number: number, parent: number | undefined, given: Partial<SpanRecord> = {}): SpanRecord {
  const tokens = { inputTokens: 10, outputTokens: 2, costNanoUsd: 5 as NanoUsd };
  return step(number, parent, 'llm', { ...tokens, ...given });
}

function step(
  number: number,
  parent: number | undefined,
  kind: SpanRecord['kind'],
  given: Partial<SpanRecord> = {},
): SpanRecord {
  const parentSpanId = parent === undefined ? '' : spanIdOf(parent);
  return sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(number), parentSpanId, kind, ...given });
}

/** What nobody reported. */
const SILENT = { inputTokens: -1, outputTokens: -1, costNanoUsd: -1 } as const;
const UNPRICED = { costNanoUsd: -1, isCostPartial: true } as const;
const ONE_CALL: TraceBill = {
  inputTokens: 10,
  outputTokens: 2,
  costNanoUsd: 5 as NanoUsd,
  isCostPartial: false,
  isUsageEstimated: false,
};
const TWO_CALLS: TraceBill = { ...ONE_CALL, inputTokens: 20, outputTokens: 4, costNanoUsd: 10 as NanoUsd };

test.each(['tool', 'agent', 'chain', 'retriever', 'evaluator'] as const)(
  'what a %s below a call asks for is a call of its own',
  (kind) => {
    expect(billOf([call(1, undefined), step(2, 1, kind), call(3, 2)])).toEqual(TWO_CALLS);
  },
);

test('a call below another is the same one, seen again, also through tasks and silent calls', () => {
  expect(billOf([call(1, undefined), call(2, 1)])).toEqual(ONE_CALL);
  expect(billOf([call(1, undefined), step(2, 1, 'task'), call(3, 2, SILENT), call(4, 3)])).toEqual(ONE_CALL);
});

test('a call of another kind is not the same one', () => {
  expect(billOf([call(1, undefined), call(2, 1, { kind: 'embedding' })])).toEqual(TWO_CALLS);
});

test('a wrapper and its two attempts cost what the attempts cost', () => {
  expect(billOf([call(1, undefined, { inputTokens: 20, outputTokens: 4 }), call(2, 1), call(3, 1)])).toEqual(TWO_CALLS);
});

test('calls that are each other’s parent count once, in whatever order they come', () => {
  const ring = [call(1, 2, { startNs: (NEW_YEAR + 1n) as Nanos, inputTokens: 30 }), call(2, 1)];

  expect(billOf(ring)).toEqual(ONE_CALL);
  expect(billOf(ring.toReversed())).toEqual(ONE_CALL);
});

test('a call whose cost the outer report knows is not unpriced', () => {
  expect(billOf([call(1, undefined), call(2, 1, UNPRICED)])).toEqual(ONE_CALL);
  expect(billOf([call(1, undefined, TWO_CALLS), call(2, 1, UNPRICED), call(3, 1)])).toEqual(TWO_CALLS);
});

test('where neither report knows all, the higher sum is the lower bound', () => {
  const outer = { costNanoUsd: 3 as NanoUsd, isCostPartial: true };

  expect(billOf([call(1, undefined, outer), call(2, 1, { isCostPartial: true })])).toMatchObject({
    costNanoUsd: 5,
    isCostPartial: true,
  });
});

test('a call that kept silent about its usage makes the cost a lower bound, unless the same call tells it elsewhere', () => {
  const silent = { ...SILENT, isCostPartial: true };

  expect(billOf([step(1, undefined, 'chain'), call(2, 1), call(3, 1, silent)])).toEqual({
    ...ONE_CALL,
    isCostPartial: true,
  });
  expect(billOf([call(1, undefined, silent), call(2, 1)])).toEqual(ONE_CALL);
  expect(billOf([call(1, undefined), call(2, 1, silent)])).toEqual(ONE_CALL);
});

test('forty thousand calls at the bottom of forty thousand tasks are added up in one walk', () => {
  const tasks = Array.from({ length: 40_000 }, (_, i) => step(i + 1, i === 0 ? undefined : i, 'task'));
  const calls = Array.from({ length: 40_000 }, (_, i) => call(i + 50_000, i === 39_999 ? undefined : 40_000));

  expect(billOf([...tasks, ...calls, call(100_000, 50_000)])).toMatchObject({ inputTokens: 400_000 });
});
