import { OpenAI } from '@langchain/openai';
import { OpenAIInstrumentation } from '@tracewright/instrumentation-openai';
import * as openai from 'openai';
import { expect, test } from 'vitest';
import { type Recorded, recorded } from './testing/recorder.test.support.ts';

const USAGE = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };

/** Answers each prompt of a request with one choice, or with the pieces of a stream. */
const fetch: typeof globalThis.fetch = async (_url, init) => {
  const { prompt, stream } = JSON.parse(String(init?.body)) as { prompt: string | string[]; stream?: boolean };
  const common = { id: 'cmpl-1', object: 'text_completion', created: 1, model: 'small-2026' };
  if (!stream) {
    const choices = [prompt]
      .flat()
      .map((text, index) => ({ index, text: `${text}!`, finish_reason: 'stop', logprobs: null }));
    return Response.json({ ...common, choices, usage: USAGE });
  }
  const choice = (text: string, reason: string | null) => ({ index: 0, text, finish_reason: reason, logprobs: null });
  const chunks = [
    { ...common, choices: [choice('fo', null)] },
    { ...common, choices: [choice('ur', 'stop')] },
    { ...common, choices: [], usage: USAGE },
  ];
  const body = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};

function legacyModel(): OpenAI {
  return new OpenAI({
    model: 'small',
    apiKey: 'test',
    maxRetries: 0,
    configuration: { baseURL: 'http://model.test/v1', fetch },
  });
}

function withOpenAI(body: (spans: Recorded) => Promise<void>): Promise<void> {
  return recorded(async (spans) => {
    const instrumentation = new OpenAIInstrumentation({ enabled: false, estimateUsage: false });
    instrumentation.setTracerProvider({ getTracer: () => spans.tracer });
    instrumentation.enable();
    instrumentation.manuallyInstrument(openai);
    try {
      await body(spans);
    } finally {
      instrumentation.disable();
    }
  });
}

test('a legacy model and its provider make one span', () =>
  withOpenAI(async (spans) => {
    expect(await legacyModel().invoke('2+2?')).toBe('2+2?!');

    expect(spans.tree()).toEqual(['text_completion small']);
    expect(spans.named('text_completion small').attributes).toMatchObject({
      'gen_ai.operation.name': 'text_completion',
      'gen_ai.provider.name': 'custom',
      'gen_ai.response.id': 'cmpl-1',
      'gen_ai.response.model': 'small-2026',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 4,
      'tracewright.run.name': 'OpenAI',
    });
    expect(spans.json('text_completion small', 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: '2+2?!' }], finish_reason: 'stop' },
    ]);
  }));

test('a stream of a legacy model, likewise', () =>
  withOpenAI(async (spans) => {
    const texts: string[] = [];
    for await (const text of await legacyModel().stream('2+2?')) texts.push(text);

    expect(texts.join('')).toBe('four');
    expect(spans.tree()).toEqual(['text_completion small']);
    expect(spans.named('text_completion small').attributes).toMatchObject({
      'gen_ai.usage.output_tokens': 4,
      'tracewright.stream.end': 'complete',
    });
  }));

test('several prompts are a run each, and the one call that serves them alone has the usage', () =>
  withOpenAI(async (spans) => {
    await legacyModel().generate(['a', 'b', 'c']);

    const named = spans.spans.map((span) => [
      span.attributes['tracewright.run.name'],
      span.attributes['gen_ai.usage.input_tokens'],
    ]);
    expect(named.filter(([name]) => name === 'OpenAI')).toHaveLength(3);
    expect(named.filter(([name]) => name === undefined)).toEqual([[undefined, 10]]);
    expect(spans.total('gen_ai.usage.output_tokens')).toBe(4);
    expect(spans.ended).toBe(4);
  }));
