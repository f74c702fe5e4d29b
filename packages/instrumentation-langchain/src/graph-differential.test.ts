import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import {
  Annotation,
  Command,
  interrupt,
  type LangGraphRunnableConfig,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
} from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { COPIES, type Core } from './core-under-test.test.support.ts';
import { collect, compare, type Log } from './differential.test.support.ts';
import { useImplicitConfig } from './testing/implicit-config.test.support.ts';
import { MODULES } from './testing/recorder.test.support.ts';

useImplicitConfig();

/** The copy of `@langchain/core` that LangGraph uses here. */
const CORE: Core = { ...(COPIES[0]?.[1] as Core), patched: MODULES };

const State = Annotation.Root({
  value: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});

/** What a function can tell of its config. */
function configSeen(config: LangGraphRunnableConfig): string {
  const { callbacks, runName, tags, metadata, ...rest } = config;
  const { handlers } = (callbacks ?? {}) as { readonly handlers?: readonly unknown[] };
  const { checkpoint_ns: _place, langgraph_checkpoint_ns: _space, ...shown } = metadata ?? {};
  return JSON.stringify([
    callbacks?.constructor.name,
    handlers?.length,
    runName,
    tags,
    shown,
    Object.keys(rest).sort(),
  ]);
}

function handler(log: Log): BaseCallbackHandler {
  return BaseCallbackHandler.fromMethods({
    handleChainStart: (_chain, _inputs, _id, parentId, tags, _metadata, _type, name) =>
      void log.push(`start ${name} ${parentId !== undefined} ${tags?.join()}`),
    handleChatModelStart: (_model, _messages, _id, parentId) => void log.push(`model ${parentId !== undefined}`),
    handleChainEnd: () => void log.push('end'),
  });
}

/** A node that says what it sees, and asks a chain with and without its config. */
const looks = (log: Log, name: string) => async (_: unknown, config: LangGraphRunnableConfig) => {
  log.push(`${name} ${configSeen(config)}`);
  const look = RunnableLambda.from((input: string, inner) => {
    log.push(`${name} ${input} ${configSeen(inner as LangGraphRunnableConfig)}`);
    return input;
  });
  return {
    value: [await look.invoke('without'), await look.invoke('with', config), await look.pipe(look).invoke('both')],
  };
};

const looking = (log: Log, name = 'looking') =>
  new StateGraph(State)
    .addNode('left', looks(log, 'left'))
    .addNode('right', looks(log, 'right'))
    .addEdge(START, 'left')
    .addEdge(START, 'right')
    .addConditionalEdges('left', (_state, config) => {
      log.push(`choice ${configSeen(config)}`);
      return '__end__';
    })
    .compile({ name });

/** Two nodes at once, each with a model, and one after them. */
function talking() {
  const model = (text: string) => new FakeListChatModel({ responses: [text] });
  const says = (text: string) => async (_: unknown, config: LangGraphRunnableConfig) => ({
    value: [String((await model(text).invoke('x', config)).content)],
  });
  return new StateGraph(State)
    .addNode('a', says('abc'))
    .addNode('b', says('def'))
    .addNode('c', says('g'))
    .addEdge(START, 'a')
    .addEdge(START, 'b')
    .addEdge(['a', 'b'], 'c')
    .compile();
}

const look = (log: Log) =>
  tool(
    (_, config: LangGraphRunnableConfig) => {
      log.push(configSeen(config));
      return 'seen';
    },
    { name: 'look', description: 'Looks.', schema: z.object({}) },
  );

const CASES: Readonly<Record<string, (log: Log) => unknown>> = {
  'the config of nodes, and of what they call': (log) => looking(log).invoke({ value: [] }),
  'the config of nodes of a named graph': (log) =>
    looking(log).invoke({ value: [] }, { runName: 'whole', tags: ['a'] }),
  'the config of nodes with empty callbacks': (log) => looking(log).invoke({ value: [] }, { callbacks: [] }),
  'the config of nodes beside a handler': (log) => looking(log).invoke({ value: [] }, { callbacks: [handler([])] }),
  'the config of nodes of a graph in a graph': (log) =>
    new StateGraph(State)
      .addNode('inner', looking(log, 'inner'))
      .addEdge(START, 'inner')
      .compile()
      .invoke({ value: [] }),
  'the config of a graph that a function calls': (log) =>
    RunnableLambda.from(() => looking(log).invoke({ value: [] })).invoke('x', { runName: 'outer', metadata: { a: 1 } }),
  'the config of tools that a node calls': (log) =>
    new StateGraph(MessagesAnnotation)
      .addNode('ask', () => ({
        messages: [new AIMessage({ id: 'a', content: '', tool_calls: [{ id: 'c', name: 'look', args: {} }] })],
      }))
      .addNode('tools', new ToolNode([look(log)]))
      .addEdge(START, 'ask')
      .addEdge('ask', 'tools')
      .compile()
      .invoke({ messages: [] })
      .then(({ messages }) => messages.filter(ToolMessage.isInstance).map(({ content }) => content)),
  'the config of a tool': (log) => look(log).invoke({}, { runName: 'named', tags: ['a'] }),
  'a thread that is interrupted and goes on': async (log) => {
    const graph = new StateGraph(State)
      .addNode('ask', (_, config) => {
        log.push(configSeen(config));
        return { value: [String(interrupt('sure?'))] };
      })
      .addEdge(START, 'ask')
      .compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't' } };
    await graph.invoke({ value: [] }, config);
    return graph.invoke(new Command({ resume: 'yes' }), config);
  },
  'a graph beside a handler': (log) => talking().invoke({ value: [] }, { callbacks: [handler(log)] }),
};

const MODES = ['values', 'updates', 'messages', 'custom', 'debug', 'tasks'] as const;

test.each(Object.entries(CASES))('%s', async (_name, run) => {
  expect(await compare(CORE, (_core, log) => run(log))).toBeGreaterThan(0);
});

/** Ways to stream a graph of nodes that run at once, and the order in which their pieces come. */
const STREAMS: Readonly<Record<string, (log: Log) => unknown>> = {
  ...Object.fromEntries(
    MODES.map((streamMode) => [
      streamMode,
      async () => kinds(await collect(talking().stream({ value: [] }, { streamMode }))),
    ]),
  ),
  'updates and messages': async () =>
    kinds(await collect(talking().stream({ value: [] }, { streamMode: ['updates', 'messages'] }))),
  'all at once': async () => kinds(await collect(talking().stream({ value: [] }, { streamMode: [...MODES] }))),
  'updates and messages beside a handler': async (log) =>
    kinds(
      await collect(
        talking().stream({ value: [] }, { streamMode: ['updates', 'messages'], callbacks: [handler(log)] }),
      ),
    ),
  events: async () => {
    const events = await collect(talking().streamEvents({ value: [] }, { version: 'v2' }));
    return (events as { event: string; name: string }[]).map(({ event, name }) => `${event} ${name}`);
  },
};

/** Pieces without what is made at random or tells the time. */
function kinds(pieces: readonly unknown[]): string[] {
  return pieces.map((piece) =>
    JSON.stringify(piece, (key, value: unknown) =>
      [
        'id',
        'checkpoint_id',
        'timestamp',
        'ts',
        'checkpoint_ns',
        'langgraph_checkpoint_ns',
        'run_id',
        'config',
        'parent_config',
        'lc_kwargs',
      ].includes(key)
        ? undefined
        : value,
    ),
  );
}

test.each(Object.entries(STREAMS))('a graph that is streamed: %s', async (_name, run) => {
  expect(await compare(CORE, (_core, log) => run(log))).toBeGreaterThan(0);
});
