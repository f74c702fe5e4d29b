import type { Nanos } from '@tracewright/schema';
import { nanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { sortSpans } from '../span-order.ts';
import type { SpanRecord } from '../span-record.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const TRACE = traceIdOf(1);
/** Of a large trace; as many as TRACEWRIGHT_TRACE_SPANS says, a multiple of four. */
const TRACE_SPANS = Number(
  process.env.TRACEWRIGHT_TRACE_SPANS ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 4_000 : 100_000),
);

/** What comes back of a span. */
export function spanCases(open: OpenStore): void {
  test('all spans of a trace with their payloads are those that are given one by one', async () => {
    const { store } = await open();
    const span = (id: number, more: object) => sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(id), ...more });
    await store.append([sampleBatch([span(1, { isPending: true }), span(2, { payload: new Uint8Array([9]) })])]);
    await store.append([sampleBatch([span(1, { payload: new Uint8Array([4, 5]) }), span(3, {})])]);
    const one = [1, 2, 3].map((id) => store.getSpan('default', traceIdOf(1), spanIdOf(id)));
    expect(await store.getStoredSpans('default', traceIdOf(1))).toEqual(await Promise.all(one));
    expect(await store.getStoredSpans('default', traceIdOf(2))).toBeUndefined();
  });

  test('spans of several traces are those that are given one by one, in the order in which they are asked for', async () => {
    const { store } = await open();
    const span = (trace: number, id: number, more: object = {}) =>
      sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(id), payload: new Uint8Array([trace, id]), ...more });
    await store.append([sampleBatch([span(1, 1, { isPending: true }), span(1, 2), span(2, 1)])]);
    const event = { traceId: traceIdOf(2), spanId: spanIdOf(1), event: new Uint8Array([0x12, 1, 97]) };
    await store.append([sampleBatch([span(1, 1), span(3, 1)], { events: [event] })]);
    const ids = [
      [3, 1],
      [1, 1],
      [1, 9],
      [9, 1],
      [2, 1],
      [1, 2],
      [1, 1],
    ].map(([trace, id]) => ({ traceId: traceIdOf(trace!), spanId: spanIdOf(id!) }));
    const one = await Promise.all(ids.map(({ traceId, spanId }) => store.getSpan('default', traceId, spanId)));
    const found = await store.getSpansById('default', ids);
    expect(found).toEqual(one.filter((each) => each !== undefined));
    expect(found.map(({ record: { traceId, spanId } }) => `${traceId} ${spanId}`)).toEqual(
      [0, 1, 4, 5, 6].map((at) => `${ids[at]!.traceId} ${ids[at]!.spanId}`),
    );
    expect(await store.getSpansById('other', ids)).toEqual([]);
    expect(await store.getSpansById('default', [])).toEqual([]);
    const sent = await store.getSentSpans('default', ids);
    const bySpan = new Map(sent.map((each) => [`${each.traceId} ${each.spanId}`, each]));
    expect(bySpan.size).toBe(4);
    for (const { record, resource, scope } of found) {
      const { traceId, spanId, payload } = record;
      expect(bySpan.get(`${traceId} ${spanId}`)).toEqual({ traceId, spanId, payload, resource, scope });
    }
    expect(await store.getSentSpans('other', ids)).toEqual([]);
    expect(await store.getSentSpans('default', [])).toEqual([]);
  });

  test('whole traces come some at a time, each as it is given alone, and one that is too much without its spans', async () => {
    const { store } = await open();
    const span = (trace: number, id: number, bytes: number, more: object = {}) =>
      sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(id), payload: new Uint8Array(bytes).fill(id), ...more });
    const two = [span(2, 1, 400), span(2, 2, 400)];
    await store.append([sampleBatch([span(1, 1, 300, { isPending: true }), ...two], { experimentId: '7' })]);
    const event = { traceId: traceIdOf(1), spanId: spanIdOf(1), event: new Uint8Array([0x12, 1, 97]) };
    await store.append([sampleBatch([span(1, 1, 200), span(3, 1, 1_001), span(4, 1, 9)], { events: [event] })]);
    const [one, second, third, fourth, unknown] = [1, 2, 3, 4, 9].map(traceIdOf) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const pages: [string, string, number | undefined][][] = [];
    for (let rest = [one, unknown, second, third, fourth]; rest.length > 0; ) {
      const { traces, count } = await store.getStoredTraces('default', rest, 1_000);
      pages.push(traces.map(({ traceId, experimentId, spans }) => [traceId, experimentId, spans?.length]));
      for (const { traceId, spans } of traces.filter(({ spans }) => spans !== undefined)) {
        expect(sortSpans(spans!.map(({ record }) => record))).toEqual(
          (await store.getStoredSpans('default', traceId))!.map(({ record }) => record),
        );
      }
      rest = rest.slice(count);
    }
    expect(pages.flat()).toEqual([
      [one, '7', 1],
      [second, '7', 2],
      [third, '0', undefined],
      [fourth, '0', 1],
    ]);
    expect(pages.length).toBeGreaterThan(1);
    expect(await store.getStoredTraces('other', [one], 1_000)).toEqual({ traces: [], count: 1 });
    // A trace whose start changes while traces are listed is found twice.
    expect(await store.getStoredTraces('default', [second, second], 1_000)).toMatchObject({ count: 1 });
  });

  test('spans of a trace that came in many batches are given by their ids, in their order, each as it was last sent', async () => {
    const { store } = await open();
    const span = (id: number, isPending: boolean) =>
      sampleSpan({ traceId: TRACE, spanId: spanIdOf(id), isPending, payload: Buffer.from(`${id} ${isPending}`) });
    for (let from = 1; from <= 12; from += 3) {
      await store.append([sampleBatch([span(from, true), span(from + 1, false), span(from + 2, true)])]);
      await store.append([sampleBatch([span(from, false)])]);
    }
    const ids = [12, 1, 77, 5, 4, 1].map((id) => ({ traceId: TRACE, spanId: spanIdOf(id) }));
    const found = await store.getSpansById('default', [...ids, { traceId: traceIdOf(77), spanId: spanIdOf(1) }]);
    const texts = found.map(({ record: { spanId, payload } }) => [spanId, Buffer.from(payload).toString()]);
    expect(texts).toEqual([
      [spanIdOf(12), '12 true'],
      [spanIdOf(1), '1 false'],
      [spanIdOf(5), '5 false'],
      [spanIdOf(4), '4 false'],
      [spanIdOf(1), '1 false'],
    ]);
  });

  test('a trace id means another trace in each workspace, and deleting one leaves the other whole', async () => {
    const { store, read } = await open();
    const sent = ['default', 'other'].map((workspaceId) => {
      const spans = [1, 2].map((id) => sampleSpan({ traceId: TRACE, spanId: spanIdOf(id), name: workspaceId }));
      return sampleBatch(spans, { workspaceId });
    });
    await store.append(sent);
    await read?.();
    const names = async (workspaceId: string) => (await store.getSpans(workspaceId, TRACE))?.map(({ name }) => name);
    expect([await names('default'), await names('other')]).toEqual([
      ['default', 'default'],
      ['other', 'other'],
    ]);
    expect(await store.deleteTraces('other', [TRACE])).toBe(1);
    expect([await names('default'), await names('other')]).toEqual([['default', 'default'], undefined]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({ name: 'default', spanCount: 2 });
    expect(await store.deleteTraces('other', [TRACE])).toBe(0);
    const found = await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 9 });
    expect([found.total, found.rows.length]).toEqual([1, 1]);
  });

  test('every column comes back as it was given', async () => {
    const { store } = await open();
    const full: SpanRecord = {
      traceId: TRACE,
      spanId: spanIdOf(1),
      parentSpanId: 'ffffffffffffffff',
      fallbackParentSpanId: '0000000000000001',
      name: 'chat gpt',
      kind: 'llm',
      otelKind: 3,
      startNs: 1_767_225_600_123_456_789n as Nanos,
      endNs: 1_767_225_601_000_000_001n as Nanos,
      statusCode: 2,
      isPending: false,
      service: 'api',
      provider: 'openai',
      model: 'gpt-5',
      ttftUs: 123_456,
      inputTokens: 5_000_000_000,
      outputTokens: 0,
      cacheReadTokens: 7,
      cacheWriteTokens: 8,
      reasoningTokens: 9,
      isStreamInput: true,
      isUsageEstimated: true,
      costNanoUsd: nanoUsd(5_000_000.123456789),
      isCostPartial: true,
      costSource: 'pricelist@2026-01-01',
      sessionId: 'session',
      userId: 'user',
      runId: 'run',
      promptName: 'greeting',
      promptVersion: '3',
      preview: 'hello',
      payload: new Uint8Array([0, 255, 1, 254]),
    };
    const bare = sampleSpan({ traceId: TRACE, spanId: spanIdOf(2), payload: new Uint8Array() });
    await store.append([sampleBatch([full, bare])]);

    const { payload, ...columns } = full;
    const { payload: nothing, ...bareColumns } = bare;
    expect(await store.getSpans('default', TRACE)).toEqual([bareColumns, columns]);
    expect(await store.getSpan('default', TRACE, spanIdOf(1))).toEqual({
      record: { ...columns, payload },
      resource: new Uint8Array([7]),
      scope: new Uint8Array([8]),
    });
    expect((await store.getSpan('default', TRACE, spanIdOf(2)))?.record.payload).toEqual(nothing);
  });

  test('times at both ends of what OTLP can say come back exactly', async () => {
    const { store } = await open();
    const last = (1n << 64n) - 1n;
    await store.append([
      sampleBatch([
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), startNs: 0n as Nanos, endNs: last as Nanos }),
        sampleSpan({ traceId: traceIdOf(2), spanId: spanIdOf(2), startNs: last as Nanos, endNs: last as Nanos }),
      ]),
    ]);
    expect((await store.getSpans('default', TRACE))?.[0]).toMatchObject({ startNs: 0n, endNs: last });
    const { rows } = await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 10 });
    expect(rows.map((row) => [row.startNs, row.endNs])).toEqual([
      [last, last],
      [0n, last],
    ]);
  });

  test('texts of any script come back, and ids stay apart', async () => {
    const { store } = await open();
    const texts = [
      'naïve café',
      '会話の要約',
      '👩‍👩‍👧 family',
      'نص عربي',
      'tab\tand\nline',
      '\u0000',
      '"quoted\\"',
      '',
    ];
    await store.append([
      sampleBatch(
        texts.map((text, index) =>
          sampleSpan({
            traceId: TRACE,
            spanId: spanIdOf(index),
            name: text,
            preview: text,
            sessionId: text,
            model: text,
          }),
        ),
      ),
    ]);
    const spans = await store.getSpans('default', TRACE);
    expect(spans?.map((span) => [span.name, span.preview, span.sessionId, span.model])).toEqual(
      texts.map((text) => [text, text, text, text]),
    );
  });

  test('spans come in order of start, parents before children where starts are equal', async () => {
    const { store } = await open();
    const [grandchild, child, root, first] = [spanIdOf(1), spanIdOf(2), spanIdOf(3), spanIdOf(4)];
    await store.append([
      sampleBatch([
        sampleSpan({ traceId: TRACE, spanId: grandchild, parentSpanId: child }),
        sampleSpan({ traceId: TRACE, spanId: child, parentSpanId: root }),
        sampleSpan({ traceId: TRACE, spanId: root }),
        sampleSpan({ traceId: TRACE, spanId: first, startNs: (NEW_YEAR - 1n) as Nanos }),
      ]),
    ]);
    expect((await store.getSpans('default', TRACE))?.map((span) => span.spanId)).toEqual([
      first,
      root,
      child,
      grandchild,
    ]);
  });

  test('spans that name each other as parents are still given', async () => {
    const { store } = await open();
    await store.append([
      sampleBatch([
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), parentSpanId: spanIdOf(2) }),
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(2), parentSpanId: spanIdOf(1) }),
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(3), parentSpanId: spanIdOf(3) }),
      ]),
    ]);
    expect(await store.getSpans('default', TRACE)).toHaveLength(3);
    expect(await store.getTrace('default', TRACE)).toMatchObject({ hasRoot: false, spanCount: 3 });
  });

  test('each span keeps the origin of its group', async () => {
    const { store } = await open();
    const groups = [1, 2, 3].map((number) => ({
      resource: new Uint8Array([number]),
      scope: new Uint8Array([number % 2]),
      spans: [sampleSpan({ traceId: TRACE, spanId: spanIdOf(number) })],
    }));
    await store.append([{ workspaceId: 'default', experimentId: '0', groups }]);
    expect(await store.getSpan('default', TRACE, spanIdOf(2))).toMatchObject({
      resource: new Uint8Array([2]),
      scope: new Uint8Array([0]),
    });
    expect(await store.getSpan('default', TRACE, spanIdOf(3))).toMatchObject({
      resource: new Uint8Array([3]),
      scope: new Uint8Array([1]),
    });
  });

  test('payloads of very different sizes come back whole', async () => {
    const { store } = await open();
    const sizes = [0, 1, 700_000, 200_000, 400_000, 3, 2_000_000];
    const spans = sizes.map((size, index) => {
      const payload = Uint8Array.from({ length: size }, (_, at) => (at * 31 + index) % 251);
      return sampleSpan({ traceId: traceIdOf(index % 2), spanId: spanIdOf(index), payload });
    });
    await store.append([sampleBatch(spans)]);
    for (const span of spans) {
      const stored = await store.getSpan('default', span.traceId, span.spanId);
      expect(Buffer.compare(stored?.record.payload ?? new Uint8Array([1]), span.payload)).toBe(0);
    }
  });

  test('a store keeps no hold of the bytes it was given', async () => {
    const { store } = await open();
    const payload = new Uint8Array([1, 2, 3]);
    await store.append([sampleBatch([sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), payload })])]);
    payload.fill(0);
    expect((await store.getSpan('default', TRACE, spanIdOf(1)))?.record.payload).toEqual(new Uint8Array([1, 2, 3]));
  });

  test(`a trace of ${TRACE_SPANS} spans in four appends is one trace`, {
    timeout: 90_000 + 2 * TRACE_SPANS,
  }, async () => {
    const { store } = await open();
    const perAppend = TRACE_SPANS / 4;
    for (let part = 0; part < 4; part++) {
      const spans = Array.from({ length: perAppend }, (_, index) => {
        const number = part * perAppend + index;
        return sampleSpan({
          traceId: TRACE,
          spanId: spanIdOf(number),
          parentSpanId: number === 0 ? '' : spanIdOf(number >> 1),
          startNs: (NEW_YEAR + BigInt(number)) as Nanos,
        });
      });
      await store.append([sampleBatch(spans)]);
    }
    expect(await store.getTrace('default', TRACE)).toMatchObject({ spanCount: TRACE_SPANS, rootSpanId: spanIdOf(0) });
    const spans = await store.getSpans('default', TRACE);
    expect(spans).toHaveLength(TRACE_SPANS);
    expect(spans?.[2_345]).toMatchObject({ spanId: spanIdOf(2_345), parentSpanId: spanIdOf(2_345 >> 1) });
  });
}
