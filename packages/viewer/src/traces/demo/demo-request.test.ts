import { expect, test } from 'vitest';
import { demoRequest } from './demo-request.ts';
import { DEMO_STEPS } from './demo-steps.ts';

interface Sent {
  readonly resourceSpans: readonly [{ readonly scopeSpans: readonly [{ readonly spans: readonly SentSpan[] }] }];
}
interface SentSpan {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

test('the demo trace has just ended, and its steps lie within those that they are parts of', () => {
  let last = 0;
  const request = demoRequest('ab'.repeat(16), 1_790_000_000_000, () => String(++last).padStart(16, '0')) as Sent;
  const { spans } = request.resourceSpans[0].scopeSpans[0];
  const byId = new Map(spans.map((span) => [span.spanId, span]));

  expect(spans).toHaveLength(DEMO_STEPS.length);
  expect(spans[0]?.endTimeUnixNano).toBe('1790000000000000000');
  for (const span of spans.slice(1)) {
    const parent = byId.get(span.parentSpanId ?? '');
    expect(BigInt(span.startTimeUnixNano) >= BigInt(parent?.startTimeUnixNano ?? 0)).toBe(true);
    expect(BigInt(span.endTimeUnixNano) <= BigInt(parent?.endTimeUnixNano ?? 0)).toBe(true);
  }
});
