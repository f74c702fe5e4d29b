import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { COPIES, type Core } from './core-under-test.test.support.ts';
import { type Case, collect, compare, type Log, settled } from './differential.test.support.ts';

const model = ({ testing }: Core, responses = ['one', 'two']) => new testing.FakeListChatModel({ responses });

/** Prompt, model and parser. */
const chain = (core: Core) =>
  core.prompts.ChatPromptTemplate.fromTemplate('{q}').pipe(model(core)).pipe(new core.parsers.StringOutputParser());

/** A step that says when it is executed. */
const step = ({ runnables }: Core, log: Log, name: string) =>
  runnables.RunnableLambda.from((input: string) => {
    log.push(`${name} of ${input}`);
    return `${input}${name}`;
  });

const failing = ({ runnables }: Core, log: Log) =>
  runnables.RunnableLambda.from((): Promise<string> => {
    log.push('failing');
    return Promise.reject(new RangeError('no'));
  });

/** A step that says how far it has got. */
const source = ({ runnables }: Core, log: Log, length = 6) =>
  runnables.RunnableLambda.from(async function* () {
    try {
      for (let i = 0; i < length; i++) {
        log.push(`made ${i}`);
        yield String(i);
      }
    } finally {
      log.push('closed');
    }
  });

/** A handler of the app's that writes down what it hears. */
function listener({ base }: Core, log: Log, name = 'app'): InstanceType<Core['base']['BaseCallbackHandler']> {
  const hear = (event: string) => (first: unknown) => {
    log.push(`${name}: ${event} ${typeof first === 'string' ? first : ''}`);
  };
  return base.BaseCallbackHandler.fromMethods({
    handleChainStart: hear('chain start'),
    handleChainEnd: hear('chain end'),
    handleChainError: hear('chain error'),
    handleChatModelStart: hear('model start'),
    handleLLMNewToken: hear('token'),
    handleLLMEnd: hear('model end'),
    handleLLMError: hear('model error'),
    handleToolStart: hear('tool start'),
    handleToolEnd: hear('tool end'),
    handleToolError: hear('tool error'),
    handleRetrieverStart: hear('retriever start'),
    handleRetrieverEnd: hear('retriever end'),
  });
}

/** What a function can tell of a callback manager. */
function managerSeen(manager: unknown): unknown {
  const { handlers, inheritableHandlers, tags, metadata } = (manager ?? {}) as Record<string, unknown>;
  const names = (list: unknown) => (list as { name?: string }[] | undefined)?.map(({ name }) => name?.slice(0, 3));
  return [manager?.constructor.name, names(handlers)?.length, names(inheritableHandlers)?.length, tags, metadata];
}

const adder = ({ tools }: Core, log: Log) =>
  tools.tool(
    ({ a, b }: { a: number; b: number }) => {
      log.push(`add ${a} ${b}`);
      return String(a + b);
    },
    { name: 'add', description: 'Adds.', schema: z.object({ a: z.number(), b: z.number() }) },
  );

const CASES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  runnables: {
    'a chain that is invoked': (core) => chain(core).invoke({ q: 'x' }),
    'a batch': (core) => chain(core).batch([{ q: 'a' }, { q: 'b' }, { q: 'c' }]),
    'a batch that runs two at a time': (core, log) =>
      step(core, log, '!').batch(['a', 'b', 'c'], {}, { maxConcurrency: 2 }),
    'a batch that returns its errors': (core, log) =>
      failing(core, log).batch(['a', 'b'], {}, { returnExceptions: true }),
    'parallel steps': (core, log) =>
      core.runnables.RunnableParallel.from({ a: step(core, log, 'A'), b: step(core, log, 'B') }).invoke('x'),
    'a branch': (core, log) =>
      core.runnables.RunnableBranch.from<string, string>([
        [(input) => input === 'y', step(core, log, 'A')],
        step(core, log, 'B'),
      ]).invoke('x'),
    'what is assigned': (core) => core.runnables.RunnablePassthrough.assign({ b: () => 2 }).invoke({ a: 1 }),
    'each item of a list': (core, log) =>
      new core.runnables.RunnableEach({ bound: step(core, log, '!') }).invoke(['a', 'b']),
    'a fallback': (core, log) =>
      failing(core, log)
        .withFallbacks([step(core, log, 'B')])
        .invoke('x'),
    'fallbacks that all fail': (core, log) =>
      failing(core, log)
        .withFallbacks([failing(core, log)])
        .invoke('x'),
    'a retry that gives up': (core, log) => failing(core, log).withRetry({ stopAfterAttempt: 1 }).invoke('x'),
    'a chain in a function': (core, log) =>
      core.runnables.RunnableLambda.from(async (input: string, config) => {
        await step(core, log, 'A').invoke(input);
        return step(core, log, 'B').invoke(input, config);
      }).invoke('x'),
    'a function that gives back a chain': (core, log) =>
      core.runnables.RunnableLambda.from(() => step(core, log, 'A')).invoke('x'),
    'a missing variable of a prompt': (core) => chain(core).invoke({} as { q: string }),
    'a step that cannot be written down': async (core, log) => {
      class Odd extends core.runnables.RunnableLambda<string, string> {
        override toJSON(): never {
          throw new RangeError('never to be written down');
        }
      }
      class OddModel extends core.testing.FakeListChatModel {
        override toJSON(): never {
          throw new RangeError('never to be written down');
        }
      }
      const odd = new Odd({ func: async (input: string) => `${input}!` });
      const chain = odd.pipe(step(core, log, 'A')).pipe(new OddModel({ responses: ['a'] }));
      return [
        await chain.invoke('x'),
        await chain.batch(['y']),
        await collect(chain.stream('z')),
        await odd.invoke('x'),
      ];
    },
    'a call that is aborted': (core, log) =>
      core.runnables.RunnableLambda.from(() => new Promise(() => {}))
        .pipe(step(core, log, 'never'))
        .invoke('x', { signal: AbortSignal.abort(new Error('enough')) }),
    'the config that functions of named chains get': (core, log) => {
      const look = (name: string) =>
        core.runnables.RunnableLambda.from((input: string, config) => {
          log.push(`${name} ${JSON.stringify(config)}`);
          return input;
        }).withConfig({ runName: name });
      const inner = look('inner');
      const nested = core.runnables.RunnableLambda.from((input: string, config) => inner.invoke(input, config));
      return look('first').pipe(nested).pipe(look('last')).invoke('x', { runName: 'whole' });
    },
    'the config that functions get which others call with or without theirs': (core, log) => {
      const look = core.runnables.RunnableLambda.from((input: string, config) => {
        log.push(`${input} ${config.runName}`);
        return input;
      });
      return core.runnables.RunnableLambda.from(async (_: string, config) => [
        await look.invoke('without'),
        await look.pipe(look).invoke('both without'),
        await look.invoke('renamed', { ...config, runName: 'mine' }),
        await look.pipe(look).invoke('both renamed', { ...config, runName: 'mine' }),
        await look.withConfig({ runName: 'own' }).invoke('own', config),
        await look.withConfig({ runName: 'own' }).invoke('own without'),
        await look.withConfig({ runName: 'own' }).pipe(look).batch(['own and none'], config),
      ]).invoke('x', { runName: 'outer' });
    },
    'the config that functions get': (core) =>
      core.runnables.RunnableLambda.from((_: string, config) => ({ ...config })).invoke('x', {
        tags: ['a'],
        metadata: { b: 1 },
        configurable: { c: 2 },
        recursionLimit: 7,
      }),
    'a retriever': (core, log) => {
      class Shelf extends core.retrievers.BaseRetriever {
        lc_namespace = ['app'];
        override async _getRelevantDocuments(query: string) {
          log.push(`search ${query}`);
          return [{ pageContent: 'found', metadata: { score: 1 } }];
        }
      }
      return new Shelf().invoke('x');
    },
  },
  models: {
    'a model': (core) => model(core).invoke('x'),
    'several conversations at once': (core) =>
      model(core).generate([[new core.messages.HumanMessage('a')], [new core.messages.HumanMessage('b')]]),
    'a model with a cache': async (core) => {
      const cached = new core.testing.FakeListChatModel({
        responses: ['a', 'b'],
        cache: new core.caches.InMemoryCache(),
      });
      return [await cached.invoke('x'), await cached.invoke('x'), await cached.invoke('y')];
    },
    'a stream of messages': (core) => collect(model(core).stream('x')),
    'a stream that fails in its middle': async (core, log) => {
      const broken = new core.testing.FakeListChatModel({ responses: ['abc'], emitCustomEvent: false });
      broken._streamResponseChunks = async function* () {
        log.push('asked');
        yield* [];
        throw new RangeError('cut');
      };
      return collect(broken.stream('x'));
    },
    'output of a model as JSON': (core) =>
      model(core, ['{"sum":4}']).pipe(new core.parsers.JsonOutputParser()).invoke('x'),
    'output that is no JSON': (core) =>
      model(core, ['{'])
        .pipe(new core.parsers.StructuredOutputParser(z.object({})))
        .invoke('x'),
  },
  tools: {
    'a tool': (core, log) => adder(core, log).invoke({ a: 1, b: 2 }),
    'a tool call of a model': (core, log) =>
      adder(core, log).invoke({ type: 'tool_call', id: 'c1', name: 'add', args: { a: 1, b: 2 } }),
    'arguments that do not fit': (core, log) =>
      core.runnables.RunnableLambda.from(() => adder(core, log).invoke({ a: 'x' } as never)).invoke('x'),
    'a tool that fails': (core) =>
      core.tools
        .tool(() => Promise.reject(new RangeError('no')), { name: 'bad', description: 'Fails.', schema: z.object({}) })
        .invoke({}),
    'the config that a tool gets': (core, log) =>
      core.tools
        .tool(
          (_, config) => {
            log.push(
              Object.keys(config ?? {})
                .sort()
                .join(),
            );
            return '';
          },
          { name: 'look', description: 'Looks.', schema: z.object({}) },
        )
        .invoke({}, { tags: ['a'], configurable: { b: 1 } }),
  },
  streams: {
    'chunks of a chain': (core) => collect(chain(core).stream({ q: 'x' })),
    'how far a source runs ahead of its reader': async (core, log) => {
      const stream = await source(core, log).stream('x');
      await stream.next();
      await settled();
      log.push('read one');
      await stream.next();
      await settled();
      log.push('read two');
      await stream.return();
    },
    'how far a source runs ahead of a chain': async (core, log) => {
      const passing = core.runnables.RunnableLambda.from((text: string) => text);
      const stream = await source(core, log)
        .pipe(passing as never)
        .stream('x');
      for await (const text of stream) log.push(`read ${text}`);
    },
    'a stream that is left': async (core, log) => {
      for await (const text of await source(core, log, 40).stream('x')) {
        log.push(`read ${text}`);
        break;
      }
    },
    'a stream that fails': (core) =>
      collect(
        core.runnables.RunnableLambda.from(async function* () {
          yield 'a';
          throw new RangeError('no');
        }).stream('x'),
      ),
    'a stream of parallel steps': async (core, log) => {
      const both = core.runnables.RunnableParallel.from({ a: source(core, log, 2), b: step(core, log, 'B') });
      return collect(both.stream('x'));
    },
    'events of a chain': (core) => collect(chain(core).streamEvents({ q: 'x' }, { version: 'v2' })),
    'a chain streamed as a log': (core) => collect(chain(core).streamLog({ q: 'x' })).then((all) => all.length),
  },
  callbacks: {
    'the order of what a handler hears': (core, log) =>
      chain(core).invoke({ q: 'x' }, { callbacks: [listener(core, log)] }),
    'the order of what two handlers hear of a stream': (core, log) =>
      collect(
        chain(core).stream({ q: 'x' }, { callbacks: [listener(core, log, 'first'), listener(core, log, 'second')] }),
      ),
    'a handler of the model and one of the call': (core, log) => {
      const own = new core.testing.FakeListChatModel({ responses: ['a'], callbacks: [listener(core, log, 'own')] });
      return own.invoke('x', { callbacks: [listener(core, log, 'given')] });
    },
    'a handler inside a chain that nobody else listens to': (core, log) => {
      const heard = core.base.BaseCallbackHandler.fromMethods({
        handleChainStart: (_chain, _inputs, _id, parentId) => void log.push(`chain, parent ${parentId !== undefined}`),
        handleChatModelStart: (_model, _messages, _id, parentId) =>
          void log.push(`model, parent ${parentId !== undefined}`),
      });
      const inner = chain(core).withConfig({ callbacks: [heard] });
      return core.runnables.RunnableLambda.from((q: string) => ({ q }))
        .pipe(inner)
        .invoke('x');
    },
    'a step that is told to write to the console': async (core, log) => {
      const talking = new core.testing.FakeListChatModel({ responses: ['a'], verbose: true });
      const written = vi.spyOn(console, 'log').mockImplementation((text: string) => {
        log.push(text.includes('[llm/start]') ? 'start' : 'end');
      });
      try {
        await core.prompts.ChatPromptTemplate.fromTemplate('{q}').pipe(talking).invoke({ q: 'x' });
        await settled();
      } finally {
        written.mockRestore();
      }
    },
    'what a handler hears of an error': (core, log) =>
      failing(core, log)
        .withFallbacks([step(core, log, 'B')])
        .invoke('x', { callbacks: [listener(core, log)] }),
    'a handler that throws': async (core, log) => {
      const warned = vi.spyOn(console, 'warn').mockImplementation((text: string) => void log.push(text));
      const throws = core.base.BaseCallbackHandler.fromMethods({
        handleChainStart: () => {
          throw new RangeError('at the start');
        },
        handleChainEnd: () => Promise.reject(new RangeError('at the end')),
      });
      try {
        return await chain(core).invoke({ q: 'x' }, { callbacks: [throws, listener(core, log)] });
      } finally {
        await settled();
        warned.mockRestore();
      }
    },
    'a handler whose errors reach the app': async (core, log) => {
      const told = vi.spyOn(console, 'error').mockImplementation((text: string) => void log.push(text));
      const throws = core.base.BaseCallbackHandler.fromMethods({
        handleLLMEnd: () => Promise.reject(new RangeError('at the end')),
      });
      Object.assign(throws, { raiseError: true, awaitHandlers: true });
      try {
        return await chain(core).invoke({ q: 'x' }, { callbacks: [throws] });
      } finally {
        told.mockRestore();
      }
    },
    'what a handler hears of a tool': (core, log) =>
      adder(core, log).invoke({ a: 1, b: 2 }, { callbacks: [listener(core, log)] }),
    'the managers that functions get with empty callbacks': (core) =>
      core.runnables.RunnableLambda.from((_: string, config) => managerSeen(config.callbacks))
        .pipe(core.runnables.RunnableLambda.from((first: unknown, config) => [first, managerSeen(config.callbacks)]))
        .invoke('x', { callbacks: [], tags: ['a'] }),
    'the managers that functions get beside a handler': async (core, log) => {
      const look = core.runnables.RunnableLambda.from((_: string, config) => managerSeen(config.callbacks));
      const config = () => ({ callbacks: [listener(core, log)], metadata: { a: 1 } });
      const nested = core.runnables.RunnableLambda.from((input: string, given) => look.invoke(input, given));
      return [
        await look.invoke('x', config()),
        await nested.invoke('x', config()),
        await collect(look.stream('x', config())),
      ];
    },
    'the manager that a tool gets beside a handler': (core, log) =>
      core.tools
        .tool((_, config) => JSON.stringify(managerSeen(config.callbacks)), {
          name: 'look',
          description: 'Looks.',
          schema: z.object({}),
        })
        .invoke({}, { callbacks: [listener(core, log)] }),
    'the name that a handler hears of a runnable that a function gives back': (core, log) => {
      const heard = core.base.BaseCallbackHandler.fromMethods({
        handleChainStart: (_chain, _inputs, _id, _parentId, _tags, _metadata, _type, name) =>
          void log.push(`start ${name}`),
      });
      const inner = step(core, log, '!').withConfig({ callbacks: [heard] });
      return core.runnables.RunnableLambda.from(() => inner).invoke('x', { runName: 'outer' });
    },
    'the name that a handler hears of a chain that a function calls': (core, log) => {
      const heard = core.base.BaseCallbackHandler.fromMethods({
        handleChainStart: (_chain, _inputs, _id, _parentId, _tags, _metadata, _type, name) =>
          void log.push(`start ${name}`),
      });
      const inner = step(core, log, '!')
        .pipe(step(core, log, '?'))
        .withConfig({ callbacks: [heard] });
      return core.runnables.RunnableLambda.from((input: string, config) => inner.invoke(input, config)).invoke('x', {
        runName: 'outer',
      });
    },
    'the name that handlers of steps hear of in a named chain': async (core, log) => {
      const heard = (name: string) =>
        core.base.BaseCallbackHandler.fromMethods({
          handleChainStart: (_chain, _inputs, _id, _parentId, _tags, _metadata, _type, run) =>
            void log.push(`${name}: chain ${run}`),
          handleChatModelStart: (_model, _messages, _id, _parentId, _params, _tags, _metadata, run) =>
            void log.push(`${name}: model ${run}`),
          handleToolStart: (_tool, _input, _id, _parentId, _tags, _metadata, run) =>
            void log.push(`${name}: tool ${run}`),
        });
      const talking = new core.testing.FakeListChatModel({ responses: ['a'], callbacks: [heard('model')] });
      const tool = core.tools.tool(() => 'b', { name: 'look', description: 'Looks.', schema: z.any() });
      tool.callbacks = [heard('tool')];
      const bound = step(core, log, '!').withConfig({ callbacks: [heard('step')], runName: 'own' });
      const unnamed = step(core, log, '?').withConfig({ callbacks: [heard('unnamed')] });
      const chain = bound.pipe(unnamed).pipe(talking).pipe(tool);
      const named = { runName: 'whole' };
      return [await chain.invoke('x', named), await chain.batch(['y'], named), await collect(chain.stream('z', named))];
    },
    'the order of the metadata that a handler inside hears of': (core, log) => {
      const heard = core.base.BaseCallbackHandler.fromMethods({
        handleChainStart: (_chain, _inputs, _id, _parentId, tags, metadata) =>
          void log.push(`chain ${JSON.stringify([tags, metadata])}`),
        handleChatModelStart: (_model, _messages, _id, _parentId, _params, tags, metadata) =>
          void log.push(`model ${JSON.stringify([tags, metadata])}`),
      });
      const inner = core.prompts.ChatPromptTemplate.fromTemplate('{q}')
        .pipe(model(core).withConfig({ metadata: { own: 1, z: 2 }, tags: ['own'] }))
        .withConfig({ callbacks: [heard], metadata: { b: 1, a: 2 }, tags: ['inner'] });
      return core.runnables.RunnableLambda.from((q: string, config) =>
        inner.invoke({ q }, { ...config, metadata: { given: 1, ...config.metadata } }),
      )
        .withConfig({ metadata: { z: 1, outer: 2 }, tags: ['outer'] })
        .invoke('x', { metadata: { whole: 1, a: 3 }, tags: ['whole'] });
    },
    'the config of a function with a handler': (core, log) =>
      core.runnables.RunnableLambda.from((_: string, config) => Object.keys(config).sort()).invoke('x', {
        callbacks: [listener(core, log)],
        runName: 'named',
      }),
  },
};

for (const [format, core] of COPIES) {
  for (const [group, cases] of Object.entries(CASES)) {
    describe(`${group}, ${format}`, () => {
      test.each(Object.entries(cases))('%s', async (_name, run) => {
        expect(await compare(core, run)).toBeGreaterThan(0);
      });
    });
  }
}
