import type { Nanos, NanoUsd } from '@tracewright/schema';
import type { SpanRecord } from '../span-record.ts';
import { NEW_YEAR, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';
import { sentSpan } from './sent-span.ts';

const MS = 1_000_000n;

/**
 * Four traces a minute apart, in the appends that they came in: a chat, an agent with tools whose root came late, a failure, and one that still
 * runs, though one of its steps has ended.
 */
export function sampleTraces(): readonly (readonly SpanRecord[])[] {
  const span = (
    trace: number,
    id: number,
    parent: number,
    ms: readonly [number, number],
    more: Partial<SpanRecord>,
  ) => {
    const base = NEW_YEAR + BigInt(trace) * 60_000n * MS;
    const { name = 'step' } = more;
    return sampleSpan({
      traceId: traceIdOf(trace),
      spanId: spanIdOf(id),
      parentSpanId: parent === 0 ? '' : spanIdOf(parent),
      startNs: (base + BigInt(ms[0]) * MS) as Nanos,
      endNs: (base + BigInt(ms[1]) * MS) as Nanos,
      payload: sentSpan(name, { 'http.status_code': 200 + trace }),
      ...more,
      name,
    });
  };
  const question = JSON.stringify([
    { role: 'user', parts: [{ type: 'text', content: 'Where is my refund?\n返金はどこ' }] },
  ]);
  return [
    [
      span(1, 1, 0, [0, 2_000], {
        name: 'chat gpt',
        kind: 'llm',
        model: 'gpt-5',
        provider: 'openai',
        statusCode: 1,
        inputTokens: 120,
        outputTokens: 30,
        costNanoUsd: 50_000_000 as NanoUsd,
        ttftUs: 400_000,
        sessionId: 's1',
        userId: 'ann',
        promptName: 'p',
        promptVersion: '3',
        payload: sentSpan('chat gpt', {
          'gen_ai.input.messages': question,
          'tracewright.metadata.team': 'red',
          'tracewright.tags': ['shop', 'vip'],
          temperature: 0.5,
        }),
      }),
    ],
    [
      span(2, 2, 1, [100, 1_100], {
        name: 'search',
        kind: 'tool',
        payload: sentSpan('search', {
          'gen_ai.tool.call.arguments': '{"query":"late parcels","limit":5}',
          'langsmith.span.tags': 'shop, beta',
          metadata: '{"team":"blue","size":3}',
        }),
      }),
      span(2, 3, 1, [1_000, 2_500], {
        name: 'chat mini',
        kind: 'llm',
        model: 'gpt-mini',
        inputTokens: 900,
        costNanoUsd: 10_000_000 as NanoUsd,
      }),
    ],
    [
      span(2, 1, 0, [0, 3_000], {
        name: 'agent',
        kind: 'agent',
        statusCode: 1,
        sessionId: 's1',
        userId: 'bob',
        service: 'web',
      }),
    ],
    [span(3, 1, 0, [0, 50], { name: 'chat gpt', kind: 'llm', model: 'gpt-5', statusCode: 2, service: 'web' })],
    [
      span(4, 1, 0, [0, 0], { name: 'agent', kind: 'agent', isPending: true }),
      span(4, 2, 1, [5, 5], { name: 'search', kind: 'tool', isPending: true }),
    ],
    [span(4, 2, 1, [5, 205], { name: 'search', kind: 'tool' })],
  ];
}
