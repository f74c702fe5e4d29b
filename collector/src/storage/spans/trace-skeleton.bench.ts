import type { Nanos } from '@tracewright/schema';
import { test } from 'vitest';
import { spanId, testSpan, traceId } from '../../testing/span.ts';
import { traceSkeleton } from './trace-skeleton.ts';

test('skeleton of 50,000 spans', async ({ bench }) => {
  const spans = Array.from({ length: 50_000 }, (_, i) =>
    testSpan({
      spanId: spanId(i + 1),
      parentSpanId: i === 0 ? '' : spanId((i >> 2) + 1),
      name: `step ${i % 40}`,
      startNs: BigInt(i * 1_000) as Nanos,
      endNs: BigInt(i * 1_000 + 900_000) as Nanos,
    }),
  );
  await bench('arrays and JSON', () => void JSON.stringify(traceSkeleton(traceId(1), spans))).run();
});
