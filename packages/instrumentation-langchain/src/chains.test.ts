import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnableParallel } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { SpanStatusCode } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { recorded, userSpan } from './testing/recorder.test.support.ts';

const prompt = ChatPromptTemplate.fromMessages([
  ['system', 'Be brief.'],
  ['human', '{question}'],
]);
const model = () => new FakeListChatModel({ responses: ['four'] });
const chain = () => prompt.pipe(model()).pipe(new StringOutputParser());

test('prompt, model and parser are one tree, with kinds, input and output', () =>
  recorded(async (spans) => {
    expect(await chain().invoke({ question: '2+2?' })).toBe('four');

    expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  chat', '  StrOutputParser']);
    expect(spans.spans.map((span) => span.attributes['tracewright.span.kind'])).toEqual([
      'chain',
      'prompt',
      'llm',
      'parser',
    ]);
    expect(spans.json('RunnableSequence', 'tracewright.input')).toEqual({ question: '2+2?' });
    expect(spans.json('RunnableSequence', 'tracewright.output')).toEqual({ output: 'four' });
    expect(spans.named('chat').attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'tracewright.run.name': 'FakeListChatModel',
    });
    expect(spans.json('chat', 'gen_ai.input.messages')).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', content: '2+2?' }] },
    ]);
    expect(spans.json('chat', 'gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'four' }] },
    ]);
    expect(spans.json('ChatPromptTemplate', 'tracewright.output')).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user' }],
    });
  }));

test('a batch of three is three traces', () =>
  recorded(async (spans) => {
    await chain().batch([{ question: 'a' }, { question: 'b' }, { question: 'c' }]);

    expect(spans.traces).toBe(3);
    expect(spans.spans.length).toBe(12);
  }));

test('parallel branches are siblings under the parallel step', () =>
  recorded(async (spans) => {
    const both = RunnableParallel.from({
      left: model(),
      right: RunnableLambda.from(() => 'r').withConfig({ runName: 'r' }),
    });

    await prompt.pipe(both).invoke({ question: 'x' });

    expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  RunnableMap', '    chat', '    r']);
  }));

test('a nested chain called without config in a lambda, under a span of the app, stays under that span', () =>
  recorded(async (spans) => {
    const inner = chain();
    const outer = RunnableLambda.from((question: string) =>
      userSpan(spans.tracer, 'app work', () => inner.invoke({ question })),
    );

    await userSpan(spans.tracer, 'request', () => outer.invoke('2+2?'));

    expect(spans.tree()).toEqual([
      'request',
      '  RunnableLambda',
      '    app work',
      '      RunnableSequence',
      '        ChatPromptTemplate',
      '        chat',
      '        StrOutputParser',
    ]);
  }));

test('a nested chain that gets the config handed on is under the lambda, or the span around it', () =>
  recorded(async (spans) => {
    const inner = chain();
    const outer = RunnableLambda.from(async (question: string, config) => {
      await inner.invoke({ question }, config);
      await userSpan(spans.tracer, 'app work', () => inner.invoke({ question }, config));
    });

    await outer.invoke('2+2?');

    expect(spans.tree().filter((line) => /Lambda|Sequence|work/.test(line))).toEqual([
      'RunnableLambda',
      '  RunnableSequence',
      '  app work',
      '    RunnableSequence',
    ]);
  }));

test('a chain streamed to its end is the same tree as when invoked, with its input and output', () =>
  recorded(async (spans) => {
    const texts: string[] = [];
    for await (const text of await chain().stream({ question: '2+2?' })) texts.push(text);

    expect(texts.join('')).toBe('four');
    expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  chat', '  StrOutputParser']);
    expect(spans.json('StrOutputParser', 'tracewright.output')).toBe('four');
    expect(spans.named('chat').attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'tracewright.stream.chunks': 4,
      'tracewright.stream.end': 'complete',
    });
    expect(spans.named('chat').attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
  }));

test('a stream that the app leaves ends every span as cancelled, with the text so far and no error', () =>
  recorded(async (spans) => {
    for await (const _ of await chain().stream({ question: '2+2?' })) break;

    expect(spans.traces).toBe(1);
    for (const name of ['RunnableSequence', 'chat', 'StrOutputParser']) {
      expect(spans.named(name).attributes['tracewright.stream.end'], name).toBe('cancelled');
      expect(spans.named(name).status.code, name).toBe(0);
    }
    expect(spans.json('chat', 'gen_ai.output.messages')).toMatchObject([{ role: 'assistant' }]);
  }));

test('a run that a handler of the app refuses to start has failed with its error', () =>
  recorded(async (spans) => {
    const refuses = BaseCallbackHandler.fromMethods({
      handleChainStart: () => {
        throw new RangeError('not now');
      },
    });
    Object.assign(refuses, { raiseError: true, awaitHandlers: true });
    vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => void vi.restoreAllMocks());

    await expect(RunnableLambda.from(() => 1).invoke(1, { callbacks: [refuses] })).rejects.toThrow('not now');

    const { status, attributes } = spans.named('RunnableLambda');
    expect([status.code, attributes['error.type']]).toEqual([SpanStatusCode.ERROR, 'RangeError']);
  }));

test('a chain of a batch that returns its error as a result has failed all the same', () =>
  recorded(async (spans) => {
    const fails = RunnableLambda.from((value: number) => {
      if (value === 1) throw new RangeError('one');
      return value;
    });
    const chain = RunnableLambda.from((value: number) => value).pipe(fails);

    const results = await chain.batch([1, 2], {}, { returnExceptions: true });

    expect(results.map((result) => (result instanceof Error ? result.message : result))).toEqual(['one', 2]);
    const chains = spans.spans.filter(({ name }) => name === 'RunnableSequence');
    expect(chains.map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET]);
    const events = spans.spans.flatMap((span) => span.events.map(({ name }) => name));
    expect(events).toEqual(['exception']);
  }));
