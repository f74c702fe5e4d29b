import { JsonOutputParser, StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableBranch, RunnableEach, RunnableLambda, RunnablePassthrough } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { recorded, userSpan } from './testing/recorder.test.support.ts';

const named = <I, O>(name: string, work: (input: I) => O | Promise<O>) =>
  RunnableLambda.from<I, O>(work).withConfig({ runName: name });

test('each item of a list is a step under the step that maps it', () =>
  recorded(async (spans) => {
    const twice = named('twice', (value: number) => value * 2);

    expect(await new RunnableEach({ bound: twice }).invoke([1, 2])).toEqual([2, 4]);

    expect(spans.tree()).toEqual(['RunnableEach', '  twice', '  twice']);
  }));

test('a branch shows its conditions and the way that was taken', () =>
  recorded(async (spans) => {
    const branch = RunnableBranch.from<number, string>([
      [named('is small', (value: number) => value < 10), named('small', () => 'small')],
      named('large', () => 'large'),
    ]);

    expect(await branch.invoke(20)).toBe('large');

    expect(spans.tree()).toEqual(['RunnableBranch', '  is small', '  large']);
  }));

test('what is assigned stands as the map that works it out', () =>
  recorded(async (spans) => {
    const chain = RunnablePassthrough.assign({ b: named('b', (input: { a: number }) => input.a + 1) });

    expect(await chain.invoke({ a: 1 })).toEqual({ a: 1, b: 2 });

    expect(spans.tree()).toEqual(['RunnableMap', '  b']);
    expect(spans.json('RunnableMap', 'tracewright.output')).toEqual({ b: 2 });
  }));

test('each attempt of a retry is a step; the one that failed is marked and the whole is not', () =>
  recorded(async (spans) => {
    let attempts = 0;
    const flaky = named('flaky', () => {
      attempts++;
      if (attempts === 1) throw new Error('down');
      return 'up';
    }).withRetry({ stopAfterAttempt: 2, onFailedAttempt: () => {} });

    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const result = flaky.invoke('x');
    while (attempts < 2) await vi.advanceTimersByTimeAsync(1_000);
    expect(await result).toBe('up');

    expect(attempts).toBe(2);
    expect(spans.spans.filter((span) => span.name === 'flaky').map((span) => span.status.code)).toEqual([2, 0]);
    expect(spans.traces).toBe(1);
  }));

test('a batch keeps to its concurrency, and every span to its own trace', () =>
  recorded(async (spans) => {
    let running = 0;
    let most = 0;
    const step = RunnableLambda.from(async (name: string) => {
      most = Math.max(most, ++running);
      await userSpan(spans.tracer, `work for ${name}`, () => new Promise<void>((resolve) => setImmediate(resolve)));
      running--;
      return name;
    });

    const inputs = ['a', 'b', 'c', 'd'];
    expect(await step.batch(inputs, {}, { maxConcurrency: 2 })).toEqual(inputs);

    expect(most).toBe(2);
    expect(spans.tree()).toEqual(inputs.flatMap((name) => ['RunnableLambda', `  work for ${name}`]));
  }));

test('events of a stream come with the runs of one tree', () =>
  recorded(async (spans) => {
    const chain = ChatPromptTemplate.fromTemplate('{q}')
      .pipe(new FakeListChatModel({ responses: ['ab'] }))
      .pipe(new StringOutputParser());
    const events: string[] = [];

    for await (const { event } of chain.streamEvents({ q: 'x' }, { version: 'v2' })) events.push(event);

    expect(events.filter((event) => event === 'on_chat_model_stream')).toHaveLength(2);
    expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  chat', '  StrOutputParser']);
  }));

test('structured output is one tree: the model with its schema and what was read from its answer', () =>
  recorded(async (spans) => {
    const model = new FakeListChatModel({ responses: ['{"sum":4}'] });
    const chain = model
      .pipe(new JsonOutputParser<{ sum: number }>())
      .pipe(named('checked', (value: unknown) => z.object({ sum: z.number() }).parse(value)));

    expect(await chain.invoke('2+2?')).toEqual({ sum: 4 });

    expect(spans.tree()).toEqual(['RunnableSequence', '  chat', '  JsonOutputParser', '  checked']);
    expect(spans.json('JsonOutputParser', 'tracewright.output')).toEqual({ sum: 4 });
  }));
