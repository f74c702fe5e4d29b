import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { SpanRecord } from '../span-record.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const TRACE = traceIdOf(1);

/** How long a trace took. */
export function lengthCases(open: OpenStore): void {
  const lengthMs = async (...spans: readonly SpanRecord[]): Promise<number | undefined> => {
    const { store } = await open();
    // One by one, the root last: each has to change what is stored.
    for (const span of spans.toReversed()) await store.append([sampleBatch([span])]);
    const row = await store.getTrace('default', TRACE);
    return row && row.durationUs / 1_000;
  };

  test('a trace with one root is as long as that, though spans go on after it or began before it', async () => {
    expect(await lengthMs(span(1, 0, 100, 300), span(2, 1, 0, 150), span(3, 1, 250, 2_700))).toBe(200);
  });

  test('a trace whose root still runs is as long as is known', async () => {
    const running = { ...span(1, 0, 0, 0), isPending: true };

    expect(await lengthMs(running, span(2, 1, 100, 900), { ...span(3, 1, 950, 950), isPending: true })).toBe(950);
  });

  test('a trace with several roots, or a parent that has not arrived, reaches from first start to last end', async () => {
    expect(await lengthMs(span(1, 0, 0, 300), span(2, 0, 420, 900))).toBe(900);
    expect(await lengthMs(span(1, 0, 0, 300), span(2, 9, 100, 400))).toBe(400);
  });

  test('a span whose parent is kept elsewhere is a root like any other', async () => {
    expect(await lengthMs(span(2, 1, 50, 200), span(3, 2, 0, 500))).toBe(150);
  });

  test('the first token counts from where the trace begins, the earliest of all calls', async () => {
    const { store } = await open();
    const call = (number: number, fromMs: number, toMs: number, ttftMs: number): SpanRecord => ({
      ...span(number, 1, fromMs, toMs),
      kind: 'llm',
      ttftUs: ttftMs * 1_000,
    });
    const ttftUs = async (): Promise<number | undefined> => (await store.getTrace('default', TRACE))?.ttftUs;
    await store.append([sampleBatch([span(2, 1, 100, 200)])]);
    expect(await ttftUs()).toBe(-1);
    await store.append([sampleBatch([call(3, 500, 900, 40), call(4, 420, 950, 300)])]);
    expect(await ttftUs()).toBe(440_000);

    // The root begins 30 ms after the span that came first, and ends before the last call answers.
    await store.append([sampleBatch([span(1, 0, 130, 600), call(5, 0, 700, 20), call(6, 580, 990, 5)])]);

    expect(await ttftUs()).toBe(410_000);
  });

  test('an answer that nobody waited for has no first token', async () => {
    const { store } = await open();
    await store.append([sampleBatch([span(1, 0, 0, 100), { ...span(2, 1, 50, 400), kind: 'llm', ttftUs: 70_000 }])]);

    expect((await store.getTrace('default', TRACE))?.ttftUs).toBe(-1);
  });

  test('a root without length gives way to what is below it', async () => {
    expect(await lengthMs(span(1, 0, 0, 0), span(2, 1, 0, 80))).toBe(80);
  });
}

/** A span by its number and its parent's, 0 for none, from and to in ms. */
function span(number: number, parent: number, fromMs: number, toMs: number): SpanRecord {
  return sampleSpan({
    traceId: TRACE,
    spanId: spanIdOf(number),
    parentSpanId: parent === 0 ? '' : spanIdOf(parent),
    startNs: (NEW_YEAR + BigInt(fromMs) * 1_000_000n) as Nanos,
    endNs: (NEW_YEAR + BigInt(toMs) * 1_000_000n) as Nanos,
  });
}
