import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';

const TRACE = traceIdOf(1);

/** What a trace adds up to. */
export function billCases(open: OpenStore): void {
  test('tokens and cost count on calls, not on the agents and chains that repeat them', async () => {
    const { store } = await open();
    const cost = 1_000 as NanoUsd;
    await store.append([
      sampleBatch([
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), kind: 'agent', inputTokens: 30, costNanoUsd: cost }),
        sampleSpan({
          traceId: TRACE,
          spanId: spanIdOf(2),
          parentSpanId: spanIdOf(1),
          kind: 'llm',
          inputTokens: 10,
          outputTokens: 2,
          costNanoUsd: 400 as NanoUsd,
        }),
        sampleSpan({
          traceId: TRACE,
          spanId: spanIdOf(3),
          parentSpanId: spanIdOf(1),
          kind: 'embedding',
          inputTokens: 20,
          costNanoUsd: 600 as NanoUsd,
        }),
      ]),
    ]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({
      inputTokens: 30,
      outputTokens: 2,
      costNanoUsd: 1_000,
      isCostPartial: false,
      llmCount: 1,
    });
  });

  test('a call that is reported again below itself counts once, also when the inner report comes later', async () => {
    const { store } = await open();
    const call = { traceId: TRACE, kind: 'llm', inputTokens: 10, costNanoUsd: 5 as NanoUsd } as const;
    await store.append([sampleBatch([sampleSpan({ ...call, spanId: spanIdOf(1) })])]);
    const between = sampleSpan({ traceId: TRACE, spanId: spanIdOf(2), parentSpanId: spanIdOf(1), kind: 'task' });
    await store.append([
      sampleBatch([between, sampleSpan({ ...call, spanId: spanIdOf(3), parentSpanId: spanIdOf(2) })]),
    ]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({ inputTokens: 10, costNanoUsd: 5, llmCount: 2 });
  });

  test('what nobody reported is -1, and usage without a price makes the cost a lower bound', async () => {
    const { store } = await open();
    const llm = { traceId: TRACE, kind: 'llm', parentSpanId: spanIdOf(9) } as const;
    await store.append([sampleBatch([sampleSpan({ ...llm, spanId: spanIdOf(1) })])]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({
      inputTokens: -1,
      outputTokens: -1,
      costNanoUsd: -1,
      isCostPartial: false,
      isUsageEstimated: false,
    });
    await store.append([
      sampleBatch([
        sampleSpan({ ...llm, spanId: spanIdOf(2), inputTokens: 0, isUsageEstimated: true }),
        sampleSpan({ ...llm, spanId: spanIdOf(3), inputTokens: 1, outputTokens: 0, costNanoUsd: 0 as NanoUsd }),
      ]),
    ]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({
      inputTokens: 1,
      outputTokens: 0,
      costNanoUsd: 0,
      isCostPartial: true,
      isUsageEstimated: true,
    });
  });

  test('a pending call that ends is counted once, with what it ended with', async () => {
    const { store } = await open();
    const call = { traceId: TRACE, spanId: spanIdOf(1), kind: 'llm' } as const;
    await store.append([sampleBatch([sampleSpan({ ...call, isPending: true, inputTokens: 3, statusCode: 2 })])]);
    await store.append([sampleBatch([sampleSpan({ ...call, inputTokens: 10 })])]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({ inputTokens: 10, llmCount: 1, errorCount: 0 });
  });

  test('models that answer are named before those that only embed', async () => {
    const { store } = await open();
    await store.append([
      sampleBatch([
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), kind: 'embedding', model: 'embed' }),
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(2), kind: 'embedding', model: 'embed' }),
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(3), kind: 'llm', model: 'chat' }),
      ]),
    ]);
    expect((await store.getTrace('default', TRACE))?.models).toEqual(['chat', 'embed']);
  });

  test('models are named once, the most called first', async () => {
    const { store } = await open();
    const models = ['small', 'large', 'large', ''];
    await store.append([
      sampleBatch(
        models.map((model, index) => sampleSpan({ traceId: TRACE, spanId: spanIdOf(index), kind: 'llm', model })),
      ),
    ]);
    expect((await store.getTrace('default', TRACE))?.models).toEqual(['large', 'small']);
  });

  test('session, user, run, service and preview are of the root, else of the earliest span that has them', async () => {
    const { store } = await open();
    const child = { traceId: TRACE, parentSpanId: spanIdOf(1), sessionId: 's', userId: 'u', service: 'worker' };
    await store.append([
      sampleBatch([
        sampleSpan({ ...child, spanId: spanIdOf(3), userId: 'later', startNs: (NEW_YEAR + 2n) as Nanos, runId: 'r' }),
        sampleSpan({ ...child, spanId: spanIdOf(2), startNs: (NEW_YEAR + 1n) as Nanos, preview: 'p' }),
        sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), service: 'web' }),
      ]),
    ]);
    expect(await store.getTrace('default', TRACE)).toMatchObject({
      service: 'web',
      sessionId: 's',
      userId: 'u',
      runId: 'r',
      preview: 'p',
    });
  });
}
