import { context, trace as otel, SpanStatusCode } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { traceInMemory } from '../testing/traced-app.test.support.ts';
import { activeStep, getActiveTraceId, traceUrl } from './active-trace.ts';
import { trace } from './trace.ts';
import { traced } from './traced.ts';

test('steps nest, and show what went in and what came out', async () => {
  const { ended } = traceInMemory();

  const answer = await trace('answer', async (step) => {
    step.setInput({ question: 'Which city?' });
    await null;
    return trace('look up', () => 'Paris').toUpperCase();
  });

  expect(answer).toBe('PARIS');
  const [inner, outer] = ended();
  expect(inner).toMatchObject({ name: 'look up', parentSpanId: outer?.spanId });
  expect(inner?.attributes).toEqual({
    'tracewright.span.kind': 'task',
    'tracewright.parent_span_id': outer?.spanId,
    'tracewright.output': '"Paris"',
  });
  expect(outer?.attributes).toEqual({
    'tracewright.span.kind': 'task',
    'tracewright.input': '{"question":"Which city?"}',
    'tracewright.output': '"PARIS"',
  });
});

test('an error is the very one that was thrown, and an exception of its source alone', async () => {
  const { ended } = traceInMemory();
  const error = new TypeError('no such city');
  const fail = () =>
    trace('inner', () => {
      throw error;
    });

  await expect(trace('outer', async () => fail())).rejects.toBe(error);
  expect(fail).toThrow(error);

  expect(ended().slice(0, 2)).toMatchObject([
    { name: 'inner', status: SpanStatusCode.ERROR, exceptions: 1, attributes: { 'error.type': 'TypeError' } },
    { name: 'outer', status: SpanStatusCode.ERROR, exceptions: 0, attributes: { 'error.type': 'TypeError' } },
  ]);
});

test('LangGraph leaves a graph by an error, by which no step fails', () => {
  const { ended } = traceInMemory();
  class GraphInterrupt extends Error {
    get is_bubble_up() {
      return true;
    }
  }
  expect(() =>
    trace('ask', () => {
      throw new GraphInterrupt();
    }),
  ).toThrow(GraphInterrupt);
  expect(ended()).toMatchObject([{ status: SpanStatusCode.UNSET, exceptions: 0 }]);
});

test('a traced function has the properties of the original, its `this` and its arguments', () => {
  const { ended } = traceInMemory();
  const shop = {
    city: 'Paris',
    find: traced(
      Object.assign(
        function find(this: { city: string }, id: number, more: object) {
          return `${this.city} ${id} ${Object.keys(more)}`;
        },
        { version: 2 },
      ),
    ),
  };
  expect(shop.find(7, { a: 1 })).toBe('Paris 7 a');
  expect([shop.find.name, shop.find.length, shop.find.version]).toEqual(['find', 2, 2]);
  expect(ended()).toMatchObject([
    { name: 'find', attributes: { 'tracewright.input': '[7,{"a":1}]', 'tracewright.output': '"Paris 7 a"' } },
  ]);
});

test.each([
  ['tool', 'execute_tool look up', 'execute_tool', 'gen_ai.tool.call.result'],
  ['agent', 'look up', 'invoke_agent', 'tracewright.output'],
  ['retriever', 'look up', 'retrieval', 'gen_ai.retrieval.documents'],
  ['embedding', 'look up', 'embeddings', 'tracewright.output'],
  ['llm', 'look up', 'chat', 'tracewright.output'],
  ['chain', 'look up', undefined, 'tracewright.output'],
] as const)('a step of kind %s is recorded as the conventions have it', async (kind, name, operation, output) => {
  const { ended } = traceInMemory();
  await traced(async (_city: string) => [{ id: 1 }], { name: 'look up', kind })('Paris');
  expect(ended()).toMatchObject([{ name, attributes: { 'tracewright.span.kind': kind, [output]: '[{"id":1}]' } }]);
  expect(ended()[0]?.attributes['gen_ai.operation.name']).toBe(operation);
});

test('a model call of the app tells its model and its usage', () => {
  const { ended } = traceInMemory();
  trace('ask', { kind: 'llm' }, (step) => {
    step.setModel('demo-small', 'custom');
    step.setUsage({ inputTokens: 12, outputTokens: 3, cacheReadInputTokens: undefined });
  });
  expect(ended()[0]?.attributes).toEqual({
    'tracewright.span.kind': 'llm',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'demo-small',
    'gen_ai.provider.name': 'custom',
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.usage.output_tokens': 3,
  });
});

test('without content nothing of what went in or came out is in the span, the texts of errors included', () => {
  const { ended } = traceInMemory({ captureContent: false });
  const work = traced(
    (secret: string) => {
      activeStep().setInput(secret);
      activeStep().setMetadata({ secret });
      throw new Error(secret);
    },
    { name: 'work' },
  );
  expect(() => work('canary')).toThrow('canary');
  expect(JSON.stringify(ended())).not.toContain('canary');
});

test('redaction reaches arguments, results, tags and metadata', () => {
  const { ended } = traceInMemory({ redact: (text) => text.replaceAll('canary', '[hidden]') });
  traced((text: string) => {
    activeStep().setTags([text]);
    activeStep().setMetadata({ text, deep: { text } });
    return { text };
  })('canary');
  expect(JSON.stringify(ended())).not.toContain('canary');
  expect(ended()[0]?.attributes).toMatchObject({
    'tracewright.input': '"[hidden]"',
    'tracewright.tags': ['[hidden]'],
    'tracewright.metadata.deep': '{"text":"[hidden]"}',
  });
});

test('input and output can be left out of one step, and what the step says itself stands', () => {
  const { ended } = traceInMemory();
  traced((_: string) => 'b', { captureInput: false, captureOutput: false })('a');
  trace('own', (step) => {
    step.setOutput('mine');
    return 'theirs';
  });
  expect(JSON.stringify(ended()[0]?.attributes)).toBe('{"tracewright.span.kind":"task"}');
  expect(ended()[1]?.attributes['tracewright.output']).toBe('"mine"');
});

test('code inside knows its trace, its step and the page of its trace', () => {
  const { tracer } = traceInMemory({}, 'http://127.0.0.1:4318');
  trace('work', (step) => {
    tracer.startActiveSpan('app', (span) => {
      expect(getActiveTraceId()).toBe(step.traceId);
      expect(activeStep()).toBe(step);
      expect(traceUrl()).toBe(`http://127.0.0.1:4318/traces/${step.traceId}`);
      span.end();
    });
  });
  expect([getActiveTraceId(), traceUrl(), activeStep().traceId]).toEqual([undefined, undefined, '']);
});

test('without autolog() functions run as they are, and nothing is known of a trace', async () => {
  const work = traced(async (n: number) => n + 1);
  expect(await work(1)).toBe(2);
  expect(
    trace('work', (step) => {
      step.setOutput(1);
      step.addEvent('x');
      return [step.traceId, getActiveTraceId(), otel.getSpan(context.active())];
    }),
  ).toEqual(['', undefined, undefined]);
});

test.each([undefined, null])('options that are %s, by somebody without types, are none', (options) => {
  const { ended } = traceInMemory();
  const none = options as unknown as object;
  expect(trace('a step', none, () => 1)).toBe(1);
  expect(
    traced(function look() {
      return 2;
    }, none)(),
  ).toBe(2);
  expect(ended().map(({ name }) => name)).toEqual(['a step', 'look']);
});
