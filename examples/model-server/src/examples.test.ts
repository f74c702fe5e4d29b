import { expect, test } from 'vitest';
import { runExample, type SentSpan } from './testing/run-example.ts';

test('openai-chat answers five times and sends a trace for each, three of them of one session', {
  tags: 'thorough',
}, async () => {
  const { output, spans } = await runExample('openai-chat');

  expect(output).toContain('on weekends from eight to three');
  expect(output).toContain('costs 65 kroner');
  expect(output).toContain('product rye bread, loaves 12');
  expect(output).toContain('Sourdough bread is baked without yeast');
  expect(roots(spans)).toEqual([
    'answer with a tool',
    'chat demo-large',
    'chat demo-small',
    'chat demo-small',
    'chat demo-small',
  ]);
  expect(
    spans.map((span) => textOf(span, 'session.id')).filter((session) => session === 'bakery-counter'),
  ).toHaveLength(3);
  expect(unpricedModelCalls(spans)).toEqual([]);
});

test('rag-chain answers its questions, and one trace failed as it should', { tags: 'thorough' }, async () => {
  const { output, spans } = await runExample('rag-chain');

  expect(output).toContain('can be returned within 60 days');
  expect(output).toContain('order A-4711, status shipped');
  expect(output).toContain('Is shipping free? [failed]');
  expect(roots(spans)).toEqual([
    'answer question',
    'answer question',
    'answer question',
    'answer question',
    'embeddings demo-embedding',
    'order-agent',
    'order-agent',
  ]);
  expect(spans.filter((span) => isRoot(span, spans) && span.status.code === 2)).toHaveLength(1);
  expect(unpricedModelCalls(spans)).toEqual([]);
  // The questions run at once and share a retriever, yet each finds its own embedding.
  expect(embeddingsPerRetriever(spans)).toEqual([1, 1, 1, 1]);
});

function embeddingsPerRetriever(spans: readonly SentSpan[]): readonly number[] {
  return spans
    .filter(({ name }) => name === 'VectorRetriever')
    .map(({ spanId }) => spans.filter((span) => span.parentSpanId === spanId && span.name.startsWith('embed')).length);
}

function roots(spans: readonly SentSpan[]): readonly string[] {
  return spans
    .filter((span) => isRoot(span, spans))
    .map(({ name }) => name)
    .sort();
}

/** A root, or a span whose parent never came, which would be a fault. */
function isRoot({ parentSpanId }: SentSpan, spans: readonly SentSpan[]): boolean {
  return !spans.some(({ spanId }) => spanId === parentSpanId);
}

/** Of the calls that came to their end: one that failed, or that nobody read on when its sibling failed, has no usage. */
function unpricedModelCalls(spans: readonly SentSpan[]): readonly string[] {
  return spans
    .filter(({ name }) => /^(chat|embeddings) /.test(name))
    .filter((span) => span.status.code !== 2 && textOf(span, 'tracewright.stream.end') !== 'abandoned')
    .filter(({ attributes }) => !attributes.some(({ key }) => key === 'gen_ai.usage.cost'))
    .map(({ name }) => name);
}

function textOf({ attributes }: SentSpan, name: string): unknown {
  return attributes.find(({ key }) => key === name)?.value.stringValue;
}
