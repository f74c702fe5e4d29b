import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { CallbackManager } from '@langchain/core/callbacks/manager';
import { awaitAllCallbacks } from '@langchain/core/callbacks/promises';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import {
  Runnable,
  RunnableBranch,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
} from '@langchain/core/runnables';
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';
import { StructuredTool, tool } from '@langchain/core/tools';
import { LangChainTracer } from '@langchain/core/tracers/tracer_langchain';
import { FakeListChatModel, FakeLLM } from '@langchain/core/utils/testing';
import { type Span, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LangChainInstrumentation } from './index.ts';
import { MODULES, recorded } from './testing/recorder.test.support.ts';

const model = () => new FakeListChatModel({ responses: ['one', 'two'] });
const prompt = ChatPromptTemplate.fromTemplate('{question}');

/** What an app can see of some ways to run chains, with ids of runs left out only where the app asked for callbacks. */
const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  invoke: () => model().invoke('x'),
  'invoke with empty callbacks': async () => (await model().invoke('x', { callbacks: [] })).id?.slice(0, 4),
  'invoke with a run id': () => model().invoke('x', { runId: '00000000-0000-4000-8000-000000000001' }),
  batch: () => prompt.pipe(model()).batch([{ question: 'a' }, { question: 'b' }]),
  parallel: () =>
    prompt.pipe(RunnableParallel.from({ a: model(), b: RunnableLambda.from(() => 'b') })).invoke({ question: 'a' }),
  stream: () => collect(prompt.pipe(model()).pipe(new StringOutputParser()).stream({ question: 'a' })),
  'stream of messages': () => collect(model().stream('a')),
  'stream of a lambda': () =>
    collect(prompt.pipe(RunnableLambda.from((value) => value.toString())).stream({ question: 'a' })),
  generate: async () => (await model().generate([['a'], ['b']])).generations,
  'the ids of the runs of a model': async () =>
    Object.getOwnPropertyDescriptor(await model().generate([['a'], ['b']]), '__run'),
  'the ids of the runs of a model with empty callbacks': async () => {
    const { __run: info = {} } = await model().generate([['a'], ['b']], { callbacks: [] });
    return (info.runIds as string[] | undefined)?.map((id) => typeof id);
  },
  'the ids of the runs of a text model': async () =>
    Object.getOwnPropertyDescriptor(await new FakeLLM({ response: 'x' }).generate(['a', 'b']), '__run'),
  'the config of a lambda': () => RunnableLambda.from((_, config) => shownConfig(config)).invoke('x'),
  'the config of a lambda inside a chain': () =>
    RunnableLambda.from((value: string) => value)
      .pipe(RunnableLambda.from((_, config) => shownConfig(config)))
      .invoke('x', { tags: ['a'], metadata: { b: 1 } }),
  'the config of a streamed lambda': () => collect(RunnableLambda.from((_, config) => shownConfig(config)).stream('x')),
  'the config of a tool': () =>
    tool((_, config) => JSON.stringify(shownConfig(config)), { name: 'look', schema: z.object({}) }).invoke({}),
  'the config of a lambda with empty callbacks': () =>
    RunnableLambda.from((_, config) => Object.keys(config).sort()).invoke('x', { callbacks: [] }),
  'an error': () =>
    RunnableLambda.from(() => Promise.reject(new RangeError('no')))
      .invoke('x')
      .catch(String),
  'a missing variable': () =>
    prompt.invoke({} as { question: string }).catch((error: Error) => [error.name, error.message.slice(0, 40)]),
};

/** What a function of the app finds in the config that it gets. Names of runs differ, as the README says. */
function shownConfig(config: object): unknown {
  const { callbacks, runName: _name, ...rest } = config as { readonly callbacks?: unknown; readonly runName?: string };
  return { keys: Object.keys(rest).sort(), hasCallbacks: callbacks !== undefined, rest };
}

async function collect(stream: Promise<AsyncIterable<unknown>>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const chunk of await stream) all.push(chunk);
  return all;
}

test.each(Object.keys(WAYS))('the app gets the same with and without tracing: %s', async (way) => {
  const run = WAYS[way] as () => Promise<unknown>;
  const without = await run();
  await recorded(async (spans) => {
    expect(await run()).toStrictEqual(without);
    expect(spans.spans.length).toBeGreaterThan(0);
  });
});

test("the app's handlers are called as before and in their order, with the same run ids in all of them", async () => {
  const seen = async () => {
    const calls: string[] = [];
    const handler = (name: string) =>
      BaseCallbackHandler.fromMethods({
        handleChainStart: (_chain, _inputs, _id, _parent, _tags, _metadata, _type, runName) =>
          void calls.push(`${name} start ${runName}`),
        handleChainEnd: () => void calls.push(`${name} end`),
      });
    const inner = RunnableLambda.from(() => 'x').withConfig({ runName: 'inner' });
    const outer = RunnableLambda.from(() => inner.invoke('x')).withConfig({ runName: 'outer' });
    await outer.invoke('x', { callbacks: [handler('first'), handler('second')] });
    await awaitAllCallbacks();
    return calls;
  };
  const without = await seen();
  await recorded(async () => expect(await seen()).toEqual(without));
  expect(without[0]).toBe('first start outer');
});

test('a handler that hears of a step alone takes it for the first of its trace; the tree stays whole', () =>
  recorded(async (spans) => {
    const parents: unknown[] = [];
    const handler = BaseCallbackHandler.fromMethods({
      handleChatModelStart: (_model, _messages, _id, parentId) => void parents.push(parentId),
    });

    await prompt.pipe(model().withConfig({ callbacks: [handler] })).invoke({ question: 'a' });

    expect(parents).toEqual([undefined]);
    expect(spans.tree()).toEqual(['RunnableSequence', '  ChatPromptTemplate', '  chat']);
  }));

test('a handler that hears of a step alone hears of the tags of the app alone', async () => {
  const heard = async () => {
    const tags: unknown[] = [];
    const handler = BaseCallbackHandler.fromMethods({
      handleChatModelStart: (_model, _messages, _id, _parentId, _params, given) => void tags.push(given),
    });
    const answer = model().withConfig({ callbacks: [handler], tags: ['branch:main'] });
    await prompt.pipe(answer).invoke({ question: 'a' }, { tags: ['shop'] });
    await RunnableBranch.from([[() => true, answer], answer]).invoke('a');
    await awaitAllCallbacks();
    return tags;
  };
  const without = await heard();
  await recorded(async () => expect(await heard()).toEqual(without));
  expect(without).toEqual([['branch:main', 'shop'], ['branch:main']]);
});

test("LangSmith's tracer sees the same runs, with the same parents", async () => {
  const seen = async () => {
    const runs: { name: string; run_type: string; id?: string; parent_run_id?: string }[] = [];
    const client = { createRun: async (run: never) => void runs.push(run), updateRun: async () => {} };
    const tracer = new LangChainTracer({ client: client as never });
    const outer = RunnableLambda.from((question: string, config) => prompt.pipe(model()).invoke({ question }, config));
    await outer.invoke('x', { callbacks: [tracer] });
    await awaitAllCallbacks();
    const nameOf = (id: string | undefined) => runs.find((run) => run.id === id)?.name;
    return runs.map((run) => [run.name, run.run_type, nameOf(run.parent_run_id)]);
  };
  const without = await seen();
  await recorded(async () => expect(await seen()).toEqual(without));
  expect(without).toHaveLength(4);
});

test('a tracer that throws everywhere changes nothing for the app', () =>
  recorded(async (spans) => {
    const fail = () => {
      throw new Error('tracer');
    };
    spans.instrumentation.setTracerProvider({ getTracer: () => ({ startSpan: fail, startActiveSpan: fail }) });

    expect(await prompt.pipe(model()).pipe(new StringOutputParser()).invoke({ question: 'a' })).toBe('one');
    expect(await collect(model().stream('x'))).toHaveLength(3);
  }));

test('a span that throws everywhere changes nothing for the app', () =>
  recorded(async (spans) => {
    const span = new Proxy(trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }), {
      get: (target, name) =>
        name === 'spanContext'
          ? () => target.spanContext()
          : () => {
              throw new Error(String(name));
            },
    }) as Span;
    spans.instrumentation.setTracerProvider({
      getTracer: () => ({ startSpan: () => span, startActiveSpan: (() => undefined) as never }),
    });

    expect(await prompt.pipe(model()).pipe(new StringOutputParser()).invoke({ question: 'a' })).toBe('one');
  }));

test('two instrumentations on the same copy make one span for each step', () =>
  recorded(async (spans) => {
    const second = new LangChainInstrumentation({ enabled: false });
    second.enable();
    expect(second.manuallyInstrument(MODULES)).toBe(false);

    await model().invoke('x');

    expect(spans.tree()).toEqual(['chat']);
    second.disable();
  }));

test('disabling restores every method, and enabling again traces again', async () => {
  const methods = () => [
    CallbackManager._configureSync,
    CallbackManager.prototype.handleChatModelStart,
    AsyncLocalStorageProviderSingleton.runWithConfig,
    Runnable.prototype.stream,
    RunnableSequence.prototype._streamIterator,
    BaseChatModel.prototype.generate,
    BaseRetriever.prototype.invoke,
    StructuredTool.prototype.call,
    FakeListChatModel.prototype._generate,
    FakeListChatModel.prototype._streamResponseChunks,
  ];
  const originals = methods();
  await recorded(async (spans) => {
    await collect(model().stream('x'));
    expect(methods().filter((method, i) => method === originals[i])).toEqual([]);

    spans.instrumentation.disable();
    expect(methods()).toEqual(originals);
    expect(spans.instrumentation.patchedCopies).toBe(0);
    await model().invoke('x');
    expect(spans.spans).toHaveLength(1);

    spans.instrumentation.enable();
    await model().invoke('x');
    expect(spans.spans).toHaveLength(2);
  });
  expect(methods()).toEqual(originals);
});

test('a run that is open when tracing is switched off still ends its span', () =>
  recorded(async (spans) => {
    const lambda = RunnableLambda.from(async () => {
      spans.instrumentation.disable();
      return await model().invoke('x');
    });

    await lambda.invoke('x');

    expect(spans.tree()).toEqual(['RunnableLambda']);
  }));

test('work that a step has left behind goes on in its trace, and ends its spans', () =>
  recorded(async (spans) => {
    const { promise: hasEnded, resolve: end } = Promise.withResolvers<void>();
    let left: Promise<unknown> = Promise.resolve();
    const leaving = RunnableLambda.from((question: string) => {
      left = hasEnded.then(() => prompt.pipe(model()).invoke({ question }));
      return 'done';
    });

    expect(await leaving.invoke('x', { runName: 'leaving' })).toBe('done');
    end();
    await left;

    expect(spans.tree()).toEqual(['leaving', '  RunnableSequence', '    ChatPromptTemplate', '    chat']);
  }));
