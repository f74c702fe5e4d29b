import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { spanId, testSpan, traceId } from '../../testing/span.ts';
import { traceSkeleton } from './trace-skeleton.ts';

const ns = (value: bigint) => value as Nanos;

test('a trace becomes parallel arrays with dictionaries', () => {
  const root = testSpan({
    name: 'chain',
    kind: 'chain',
    startNs: ns(1_000_000n),
    endNs: ns(9_000_000n),
    service: 'app',
  });
  const call = testSpan({
    spanId: spanId(2),
    parentSpanId: spanId(1),
    name: 'chat demo',
    kind: 'llm',
    otelKind: 3,
    startNs: ns(2_000_000n),
    endNs: ns(5_000_000n),
    statusCode: 2,
    service: 'app',
    model: 'demo',
    ttftUs: 700,
    isStreamInput: true,
    inputTokens: 12,
    outputTokens: 0,
    costNanoUsd: 1_500_000 as NanoUsd,
  });

  expect(traceSkeleton(traceId(1), [root, call])).toEqual({
    traceId: traceId(1),
    startNs: '1000000',
    durationUs: 8_000,
    spanCount: 2,
    names: ['chain', 'chat demo'],
    models: ['demo'],
    services: ['app'],
    spanId: [spanId(1), spanId(2)],
    parent: [-1, 0],
    name: [0, 1],
    kind: [2, 1],
    otelKind: [1, 3],
    startUs: [0, 1_000],
    lengthUs: [8_000, 3_000],
    ttftUs: [-1, 700],
    streamInput: [0, 1],
    inputTokens: [-1, 12],
    outputTokens: [-1, 0],
    costUsd: [-1, 0.0015],
    model: [-1, 0],
    service: [0, 0],
    status: [0, 2],
  });
});

test('start and end are rounded one by one, so that a child stays within its parent', () => {
  const root = testSpan({ startNs: ns(0n), endNs: ns(1_400n) });
  const child = testSpan({ spanId: spanId(2), parentSpanId: spanId(1), startNs: ns(600n), endNs: ns(1_400n) });

  const skeleton = traceSkeleton(traceId(1), [root, child]);

  expect(skeleton.startUs).toEqual([0, 1]);
  expect(skeleton.lengthUs).toEqual([1, 0]);
});

test('a trace lasts from its first start to its last end, in whatever order its spans stand', () => {
  const late = testSpan({ startNs: ns(5_000n), endNs: ns(9_000n) });
  const early = testSpan({ spanId: spanId(2), startNs: ns(2_000n), endNs: ns(3_000n) });

  const skeleton = traceSkeleton(traceId(1), [late, early]);

  expect(skeleton).toMatchObject({ startNs: '2000', durationUs: 7, startUs: [3, 0] });
});

test('a span that still runs says so', () => {
  expect(traceSkeleton(traceId(1), [testSpan({ isPending: true })]).status).toEqual([3]);
});
