import type { TraceScore } from '@tracewright/schema';
import { agentSpans } from './agent-spans.ts';
import { hostileSpans } from './hostile-spans.ts';
import { hexId, seededRandom } from './random.ts';
import type { SampleSpan } from './sample-span.ts';
import { type SampleTrace, sampleTrace } from './sample-trace.ts';

/** Ids of the traces that stand for a case each. */
export const SAMPLE_ID: Readonly<Record<SampleCase, string>> = {
  agent: 'a'.repeat(32),
  hostile: 'b'.repeat(32),
  severalRoots: 'c'.repeat(32),
  running: 'd'.repeat(32),
  retried: 'e'.repeat(32),
  deep: 'f'.repeat(32),
  unpriced: '1'.repeat(32),
  outlived: '2'.repeat(32),
};

export type SampleCase =
  | 'agent'
  | 'hostile'
  | 'severalRoots'
  | 'running'
  | 'retried'
  | 'deep'
  | 'unpriced'
  | 'outlived';

/** One trace for each case. @param nowNs The newest of them starts shortly before. */
export function caseTraces(nowNs: bigint): readonly SampleTrace[] {
  const random = seededRandom(7);
  const question = 'Which of my orders are late, and when will they arrive?';
  const cases: readonly (readonly [string, readonly SampleSpan[], string])[] = [
    [SAMPLE_ID.agent, agentSpans(random, 44), question],
    [SAMPLE_ID.retried, retriedSpans(random), 'Summarise the release notes'],
    [SAMPLE_ID.running, runningSpans(random), 'Draft an answer to ticket 5512'],
    [SAMPLE_ID.severalRoots, severalRootSpans(random), 'nightly import'],
    [SAMPLE_ID.hostile, hostileSpans(random), '<b>bold?</b>'],
    [SAMPLE_ID.deep, deepSpans(random, 200), 'recursion'],
    [SAMPLE_ID.unpriced, unpricedSpans(random), 'local model'],
    [SAMPLE_ID.outlived, outlivedSpans(random), 'Is shipping free?'],
  ];
  return cases.map(([traceId, spans, preview], at) =>
    sampleTrace({
      traceId,
      spans,
      preview,
      startNs: nowNs - BigInt(at + 1) * 47_000_000_000n,
      isUsageEstimated: traceId === SAMPLE_ID.unpriced,
    }),
  );
}

/** Id of the big trace of a size. */
export function bigTraceId(spanCount: number): string {
  return spanCount.toString(16).padStart(32, '0');
}

export function bigTrace(spanCount: number, startNs: bigint): SampleTrace {
  return sampleTrace({
    traceId: bigTraceId(spanCount),
    spans: agentSpans(seededRandom(spanCount), spanCount),
    startNs,
    preview: `${spanCount} spans`,
  });
}

/** Many small traces, older than `beforeNs`, to scroll through. */
export function crowd(count: number, beforeNs: bigint): readonly SampleTrace[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, at) => {
    const spans = agentSpans(random, 6 + Math.floor(random() * 24));
    if (random() < 0.06) spans[0] = { ...spans[0]!, status: 'error' };
    const startNs = beforeNs - BigInt(at + 1) * 61_000_000_000n;
    return sampleTrace({
      ...{ traceId: hexId(random, 32), spans, startNs, preview: 'Which of my orders are late?' },
      // Conversations of four turns each.
      ...{ sessionId: `session-${Math.floor(at / 4)}`, userId: at % 8 < 4 ? 'ann' : 'bob' },
      scores: scoresOf(at),
    });
  });
}

function retriedSpans(random: () => number): SampleSpan[] {
  const attempt = (atUs: number, status: number, waitMs: number) => ({
    name: 'tracewright.attempt',
    atUs,
    attributes: { 'tracewright.attempt.status': status, 'tracewright.attempt.wait_ms': waitMs },
  });
  return [
    {
      id: hexId(random, 16),
      parent: -1,
      name: 'summarise',
      kind: 'chain',
      startUs: 0,
      endUs: 4_210_333,
      status: 'error',
      statusMessage: '429 Rate limit reached',
    },
    {
      ...{
        id: hexId(random, 16),
        parent: 0,
        name: 'chat gpt-4o',
        kind: 'llm',
        startUs: 1_200,
        endUs: 4_209_000,
        model: 'gpt-4o',
      },
      ...{ status: 'error', statusMessage: '429 Rate limit reached', otelKind: 3 },
      attributes: { 'http.request.resend_count': 2, 'error.type': 'RateLimitError' },
      events: [
        attempt(410_000, 429, 500),
        attempt(1_700_000, 429, 2_000),
        {
          name: 'exception',
          atUs: 4_208_900,
          attributes: {
            'exception.type': 'RateLimitError',
            'exception.message': '429 Rate limit reached',
            'exception.stacktrace': 'RateLimitError: 429\n    at fetch (client.js:1:1)\n'.repeat(12),
          },
        },
      ],
    },
  ];
}

function runningSpans(random: () => number): SampleSpan[] {
  return [
    {
      id: hexId(random, 16),
      parent: -1,
      name: 'answer-ticket',
      kind: 'agent',
      startUs: 0,
      endUs: 2_400_000,
      status: 'running',
    },
    { id: hexId(random, 16), parent: 0, name: 'lookup', kind: 'tool', startUs: 4_000, endUs: 900_000 },
    {
      id: hexId(random, 16),
      parent: 0,
      name: 'chat gpt-4o',
      kind: 'llm',
      startUs: 910_000,
      endUs: 2_400_000,
      ttftUs: 400_000,
      model: 'gpt-4o',
      status: 'running',
    },
  ];
}

function severalRootSpans(random: () => number): SampleSpan[] {
  return [
    { id: hexId(random, 16), parent: -1, name: 'fetch', kind: 'task', startUs: 0, endUs: 300_000 },
    {
      id: hexId(random, 16),
      parent: -1,
      name: 'embed',
      kind: 'embedding',
      startUs: 420_000,
      endUs: 900_000,
      model: 'text-embedding-3-small',
      inputTokens: 900,
    },
    { id: hexId(random, 16), parent: -1, name: 'store', kind: 'task', startUs: 880_000, endUs: 1_000_001 },
  ];
}

function deepSpans(random: () => number, levels: number): SampleSpan[] {
  return Array.from({ length: levels }, (_, at) => ({
    ...{ id: hexId(random, 16), parent: at - 1, name: `level ${at}`, kind: 'chain' as const },
    ...{ startUs: at * 100, endUs: levels * 1_000 - at * 100 },
  }));
}

function unpricedSpans(random: () => number): SampleSpan[] {
  return [
    { id: hexId(random, 16), parent: -1, name: 'local-chat', kind: 'chain', startUs: 0, endUs: 700_000 },
    {
      id: hexId(random, 16),
      parent: 0,
      name: 'chat my-own-model',
      kind: 'llm',
      startUs: 900,
      endUs: 698_000,
      model: 'my-own-model',
      inputTokens: 120,
      outputTokens: 88,
      costUsd: null,
    },
  ];
}

/** A root that does not wait for the stream that it began, and calls that cost next to nothing. */
function outlivedSpans(random: () => number): SampleSpan[] {
  return [
    { id: hexId(random, 16), parent: -1, name: 'serve', kind: 'chain', startUs: 0, endUs: 208_000 },
    {
      ...{ id: hexId(random, 16), parent: 0, name: 'chat gpt-4o-mini', kind: 'llm' as const, model: 'gpt-4o-mini' },
      ...{ startUs: 5_000, endUs: 2_740_000, ttftUs: 400_000, inputTokens: 90, outputTokens: 40, costUsd: 0.0000384 },
    },
    {
      ...{ id: hexId(random, 16), parent: 0, name: 'embed', kind: 'embedding' as const },
      ...{ startUs: 1_000, endUs: 4_000, model: 'text-embedding-3-small', inputTokens: 4, costUsd: 0.00000008 },
    },
    {
      ...{ id: hexId(random, 16), parent: 0, name: 'rerank', kind: 'reranker' as const },
      ...{ startUs: 4_000, endUs: 5_000, model: 'own-reranker', inputTokens: 9, costUsd: null },
    },
  ];
}

/** Some are judged: by thumbs, by a judge, or by both with a name that is too long for its column. */
function scoresOf(at: number): readonly TraceScore[] {
  const thumbs = at % 3 === 0 ? [{ name: 'thumbs', value: at % 9 !== 0, count: 1 }] : [];
  const judged = at % 4 === 1 ? [{ name: 'faithfulness', value: 0.8125, count: 2 }] : [];
  return at === 6
    ? [...thumbs, { name: 'a name that goes on and on and on', value: 'so does what it says', count: 1 }]
    : [...thumbs, ...judged];
}
