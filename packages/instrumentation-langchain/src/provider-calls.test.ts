import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnableParallel } from '@langchain/core/runnables';
import { ChatOpenAI } from '@langchain/openai';
import { context, type HrTime } from '@opentelemetry/api';
import { modelRunOf } from '@tracewright/instrumentation-core';
import { OpenAIInstrumentation } from '@tracewright/instrumentation-openai';
import * as openai from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ModelServer, startModelServer, USAGE } from './testing/model-server.test.support.ts';
import { type Recorded, recorded } from './testing/recorder.test.support.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const prompt = ChatPromptTemplate.fromTemplate('{question}');

function earliest(a: HrTime, b: HrTime): HrTime {
  return a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]) ? a : b;
}

function chatModel(fetch?: typeof globalThis.fetch, model = 'small'): ChatOpenAI {
  const configuration = { baseURL: server.baseURL, ...(fetch === undefined ? {} : { fetch }) };
  return new ChatOpenAI({ model, apiKey: 'test', maxRetries: 0, temperature: 0.5, configuration });
}

/** Each way of serving a model run: nobody looks at the provider's call, a stand-in does, or the real thing. */
const CASES: readonly (readonly [name: string, run: (body: (spans: Recorded) => Promise<void>) => Promise<void>])[] = [
  ['without an instrumentation of the provider', (body) => recorded(body)],
  ['with the instrumentation of the provider', withOpenAI],
];

function withOpenAI(
  body: (spans: Recorded, tracing: OpenAIInstrumentation) => Promise<void>,
  estimateUsage = false,
): Promise<void> {
  return recorded(async (spans) => {
    const instrumentation = new OpenAIInstrumentation({ enabled: false, estimateUsage });
    instrumentation.setTracerProvider({ getTracer: () => spans.tracer });
    instrumentation.enable();
    instrumentation.manuallyInstrument(openai);
    try {
      await body(spans, instrumentation);
    } finally {
      instrumentation.disable();
    }
  });
}

describe.each(CASES)('%s', (_name, run) => {
  test('a chain is one trace whose model span alone carries the usage', () =>
    run(async (spans) => {
      const answer = await prompt.pipe(chatModel()).pipe(new StringOutputParser()).invoke({ question: '2+2?' });

      expect(answer).toBe('four');
      expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  chat small', '  StrOutputParser']);
      expect(spans.named('chat small').kind).toBe(2);
      expect(spans.named('chat small').attributes).toMatchObject({
        'gen_ai.provider.name': 'custom',
        'gen_ai.request.model': 'small',
        'gen_ai.request.temperature': 0.5,
        'gen_ai.response.model': 'small-2026',
        'gen_ai.response.id': 'chatcmpl-1',
        'gen_ai.response.finish_reasons': ['stop'],
        'tracewright.run.name': 'ChatOpenAI',
      });
      expect(spans.total('gen_ai.usage.input_tokens')).toBe(USAGE.prompt_tokens);
      expect(spans.total('gen_ai.usage.output_tokens')).toBe(USAGE.completion_tokens);
      expect(spans.json('chat small', 'gen_ai.output.messages')).toEqual([
        { role: 'assistant', parts: [{ type: 'text', content: 'four' }], finish_reason: 'stop' },
      ]);
    }));

  test('a stream read to its end is one trace, with usage and time to the first chunk on one span', () =>
    run(async (spans) => {
      const texts: string[] = [];
      const chain = prompt.pipe(chatModel()).pipe(new StringOutputParser());
      for await (const text of await chain.stream({ question: '2+2?' })) texts.push(text);

      expect(texts.join('')).toBe('four');
      expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  chat small', '  StrOutputParser']);
      expect(spans.total('gen_ai.usage.input_tokens')).toBe(USAGE.prompt_tokens);
      expect(spans.total('gen_ai.usage.output_tokens')).toBe(USAGE.completion_tokens);
      expect(spans.total('gen_ai.response.time_to_first_chunk')).toBeGreaterThan(0);
      expect(spans.named('chat small').attributes['tracewright.stream.end']).toBe('complete');
    }));

  test('a stream that the app leaves ends each span once, as cancelled, with the text so far', () =>
    run(async (spans) => {
      const chain = prompt.pipe(chatModel()).pipe(new StringOutputParser());
      for await (const text of await chain.stream({ question: '2+2?' })) if (text === 'fo') break;

      expect(spans.traces).toBe(1);
      expect(spans.named('RunnableSequence').attributes['tracewright.stream.end']).toBe('cancelled');
      expect(spans.named('chat small').attributes['tracewright.stream.end']).toMatch(/cancelled|complete/);
      expect(spans.named('chat small').status.code).toBe(0);
      expect(JSON.stringify(spans.json('chat small', 'gen_ai.output.messages'))).toContain('fo');
    }));

  test('structured output is one tree without a stray root', () =>
    run(async (spans) => {
      const structured = chatModel().withStructuredOutput(z.object({ sum: z.number() }), { method: 'jsonSchema' });

      expect(await structured.invoke('2+2?')).toEqual({ sum: 4 });
      expect(spans.traces).toBe(1);
      expect(spans.tree().filter((line) => !line.startsWith(' '))).toHaveLength(1);
      expect(spans.total('gen_ai.usage.input_tokens')).toBe(USAGE.prompt_tokens);
    }));

  test('an error of the provider marks the model and its ancestors, with one exception event at the source', () =>
    run(async (spans) => {
      const chain = prompt.pipe(chatModel(undefined, 'broken'));

      await expect(chain.invoke({ question: 'x' })).rejects.toThrow('no such model');

      expect(spans.named('RunnableSequence').status.code).toBe(2);
      expect(spans.named('chat broken').status.code).toBe(2);
      expect(spans.named('chat broken').attributes['error.type']).toBe('BadRequestError');
      expect(spans.spans.flatMap((span) => span.events).filter((event) => event.name === 'exception')).toHaveLength(1);
      expect(spans.named('chat broken').events.map((event) => event.name)).toContain('exception');
    }));

  test('messages generated together are one model span each', () =>
    run(async (spans) => {
      await chatModel().batch(['a', 'b']);

      expect(spans.tree()).toEqual(['chat small', 'chat small']);
      expect(spans.total('gen_ai.usage.input_tokens')).toBe(2 * USAGE.prompt_tokens);
    }));
});

test('the provider adds to the model span what LangChain does not know', () =>
  withOpenAI(async (spans) => {
    await chatModel().invoke('2+2?');

    expect(spans.tree()).toEqual(['chat small']);
    expect(spans.named('chat small').attributes).toMatchObject({
      'openai.api.type': 'chat_completions',
      'server.address': '127.0.0.1',
      'gen_ai.provider.name': 'custom',
    });
  }));

test('a model run whose stream the app leaves waits for the estimate of what it used', () =>
  withOpenAI(async (spans, tracing) => {
    const chain = prompt.pipe(chatModel()).pipe(new StringOutputParser());
    for await (const text of await chain.stream({ question: '2+2?' })) if (text === 'fo') break;
    await tracing.forceFlush();

    const { attributes, endTime } = spans.named('chat small');
    expect(attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 11,
      'gen_ai.usage.output_tokens': expect.any(Number),
      'tracewright.usage.estimated': true,
      'tracewright.stream.end': 'cancelled',
    });
    // Its end is that of the work, not that of the count.
    expect(endTime).toEqual(earliest(endTime, spans.named('RunnableSequence').endTime));
  }, true));

test('a provider call finds its model run in the active context, and what it served is not counted again', () =>
  recorded(async (spans) => {
    const states: string[] = [];
    const fetch: typeof globalThis.fetch = async (...args) => {
      const run = modelRunOf(context.active());
      states.push(run?.state ?? 'none');
      run?.step.set({ 'gen_ai.usage.input_tokens': 100 });
      if (run !== undefined) run.state = 'served';
      return globalThis.fetch(...args);
    };

    await prompt.pipe(chatModel(fetch)).invoke({ question: 'x' });
    const stream = await chatModel(fetch).stream('x');
    for await (const _ of stream);

    expect(states).toEqual(['open', 'open']);
    expect(spans.total('gen_ai.usage.input_tokens')).toBe(200);
    expect(spans.total('gen_ai.usage.output_tokens')).toBe(0);
  }));

test('the branches of a parallel stream that the app leaves keep what came of them', () =>
  withOpenAI(async (spans) => {
    const both = RunnableParallel.from({ left: chatModel(undefined, 'left'), right: chatModel(undefined, 'right') });
    const heard = new Set<string>();
    for await (const part of await both.stream('2+2?')) {
      for (const name of Object.keys(part)) heard.add(name);
      if (heard.size === 2) break;
    }

    for (const name of ['chat left', 'chat right']) {
      const { attributes } = spans.named(name);
      expect(attributes).toMatchObject({
        'tracewright.stream.chunks': expect.any(Number),
        'gen_ai.response.time_to_first_chunk': expect.any(Number),
        'gen_ai.output.messages': expect.stringContaining('fo'),
      });
    }
  }));

test('at the end of the process a stream that was read in part is over, and a request that is running is not', () =>
  withOpenAI(async (spans, tracing) => {
    const held = Promise.withResolvers<void>();
    const chain = RunnableLambda.from(async () => {
      const stream = await chatModel(undefined, 'streamed').stream('2+2?');
      await stream[Symbol.asyncIterator]().next();
      tracing.settleOpen(true);
      spans.instrumentation.settleOpen(true);
      const { ended, attributes, status } = spans.named('chat streamed');
      expect([ended, attributes['tracewright.stream.end'], status.code]).toEqual([true, 'abandoned', 0]);
      expect(attributes['gen_ai.output.messages']).toContain('fo');
      expect(spans.named('RunnableLambda').ended).toBe(false);
      held.resolve();
    });
    await chain.invoke('x');
    await held.promise;
  }));
