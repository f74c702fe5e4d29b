import { StringOutputParser } from '@langchain/core/output_parsers';
import { RunnableLambda } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import {
  Annotation,
  Command,
  END,
  interrupt,
  type LangGraphRunnableConfig,
  MemorySaver,
  START,
  StateGraph,
} from '@langchain/langgraph';
import { expect, test } from 'vitest';
import { useImplicitConfig } from './testing/implicit-config.test.support.ts';
import { type Recorded, recorded, userSpan } from './testing/recorder.test.support.ts';

useImplicitConfig();

const State = Annotation.Root({
  value: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});

/** A node that adds its name, inside a span of the app. */
const adds = (spans: Recorded, name: string) => () =>
  userSpan(spans.tracer, `work of ${name}`, async () => ({ value: [name] }));

function approval(interruptBefore?: 'ask'[]) {
  return new StateGraph(State)
    .addNode('ask', () => ({ value: [interruptBefore === undefined ? String(interrupt('sure?')) : 'yes'] }))
    .addEdge(START, 'ask')
    .compile({
      checkpointer: new MemorySaver(),
      name: 'approval',
      ...(interruptBefore === undefined ? {} : { interruptBefore }),
    });
}

test('an interrupt is no error; the call that resumes is a trace of its own with a link to the one before', () =>
  recorded(async (spans) => {
    const graph = approval();
    const config = { configurable: { thread_id: 't1' } };

    await graph.invoke({ value: [] }, config);
    const resumed = await graph.invoke(new Command({ resume: 'yes' }), config);

    expect(resumed.value).toEqual(['yes']);
    expect(spans.tree()).toEqual(['approval', '  ask', 'approval', '  ask']);
    const [first, ask, second] = spans.spans;
    expect(spans.spans.map((span) => span.status.code)).toEqual([0, 0, 0, 0]);
    expect(spans.spans.map((span) => span.attributes['tracewright.interrupted'])).toEqual([
      true,
      true,
      undefined,
      undefined,
    ]);
    expect(ask?.attributes['tracewright.metadata.langgraph_node']).toBe('ask');
    expect(first?.links).toEqual([]);
    expect(second?.links.map((link) => link.context)).toEqual([first?.spanContext()]);
    expect(spans.traces).toBe(2);
    expect(second?.attributes).toMatchObject({ 'session.id': 't1', 'gen_ai.workflow.name': 'approval' });
  }));

test('calls of a graph name their thread, so that one that resumes is found where another process began it', () =>
  recorded(async (spans) => {
    const graph = approval();
    const config = { configurable: { thread_id: 't4' }, metadata: { session_id: 's' } };
    const outer = RunnableLambda.from(() => graph.invoke(new Command({ resume: 'yes' }), config));

    await graph.invoke({ value: [] }, config);
    await outer.invoke('x');

    const calls = spans.spans.filter((span) => span.name === 'approval');
    expect(calls.map(({ attributes }) => attributes['tracewright.thread_id'])).toEqual(['t4', 't4']);
    expect(calls.map(({ attributes }) => attributes['tracewright.resumed'])).toEqual([undefined, true]);
    expect(calls[1]?.links.map(({ context }) => context)).toEqual([calls[0]?.spanContext()]);
    expect(spans.spans.filter((span) => 'tracewright.thread_id' in span.attributes)).toHaveLength(2);
  }));

test('a graph that stops before a node is resumed without input, and links as well; a new input does not', () =>
  recorded(async (spans) => {
    const graph = approval(['ask']);
    const config = { configurable: { thread_id: 't2' } };

    await graph.invoke({ value: [] }, config);
    expect((await graph.invoke(null, config)).value).toEqual(['yes']);
    await graph.invoke({ value: [] }, config);
    await graph.invoke(null, { configurable: { thread_id: 'another' } }).catch(() => {});

    const roots = spans.spans.filter((span) => span.name === 'approval');
    expect(roots.map((span) => span.links.map((link) => link.context.spanId))).toEqual([
      [],
      [roots[0]?.spanContext().spanId],
      [],
      [],
    ]);
  }));

test('branches of a graph that run at once are siblings, and a subgraph stands with its nodes inside its node', () =>
  recorded(async (spans) => {
    const inner = new StateGraph(State)
      .addNode('deep', adds(spans, 'deep'))
      .addEdge(START, 'deep')
      .compile({ name: 'inner' });
    const graph = new StateGraph(State)
      .addNode('left', adds(spans, 'left'))
      .addNode('right', inner)
      .addNode('join', adds(spans, 'join'))
      .addEdge(START, 'left')
      .addEdge(START, 'right')
      .addEdge(['left', 'right'], 'join')
      .compile({ name: 'outer' });

    expect((await graph.invoke({ value: [] })).value.sort()).toEqual(['deep', 'join', 'left']);

    expect(spans.tree()).toEqual([
      'outer',
      '  left',
      '    work of left',
      '  right',
      '    inner',
      '      deep',
      '        work of deep',
      '  join',
      '    work of join',
    ]);
    expect(spans.named('inner').attributes['gen_ai.operation.name']).toBe('invoke_workflow');
  }));

test('a conditional edge leads to one node, and the choice is not shown as a step of the app', () =>
  recorded(async (spans) => {
    let choices = 0;
    const graph = new StateGraph(State)
      .addNode('yes', adds(spans, 'yes'))
      .addNode('no', adds(spans, 'no'))
      .addConditionalEdges(START, () => (++choices > 0 ? ('no' as const) : ('yes' as const)), ['yes', 'no'])
      .addEdge('no', END)
      .compile({ name: 'chooser' });

    await graph.invoke({ value: [] });

    expect(choices).toBe(1);
    const tree = spans.tree();
    expect(tree).toContain('  no');
    expect(tree.join()).not.toContain('yes');
  }));

test('every way to stream a graph gives the same tree, and each mode its own pieces', () =>
  recorded(async (spans) => {
    const model = new FakeListChatModel({ responses: ['hi'] }).pipe(new StringOutputParser());
    const graph = new StateGraph(State)
      .addNode('answer', async (_, config: LangGraphRunnableConfig) => {
        config.writer?.('written');
        return { value: [await model.invoke('x', config)] };
      })
      .addEdge(START, 'answer')
      .compile({ name: 'streamed' });
    const modes = ['values', 'updates', 'messages', 'custom'] as const;
    const seen: Record<string, unknown[]> = {};

    for (const mode of modes) {
      for await (const piece of await graph.stream({ value: [] }, { streamMode: mode })) {
        seen[mode] = [...(seen[mode] ?? []), piece];
      }
    }

    expect(seen.values?.at(-1)).toEqual({ value: ['hi'] });
    expect(seen.updates).toEqual([{ answer: { value: ['hi'] } }]);
    expect(seen.messages?.length).toBeGreaterThan(0);
    expect(seen.custom).toEqual(['written']);
    const once = ['streamed', '  answer', '    RunnableSequence', '      chat', '      StrOutputParser'];
    expect(spans.tree()).toEqual(modes.flatMap(() => once));
  }));

test('the state that a checkpoint keeps is what it is without tracing', async () => {
  const run = async () => {
    const graph = new StateGraph(State)
      .addNode('a', () => ({ value: ['a'] }))
      .addEdge(START, 'a')
      .compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: 't3' } };
    await graph.invoke({ value: ['x'] }, config);
    const { values, next, metadata, tasks } = await graph.getState(config);
    return { values, next, metadata, tasks };
  };
  const plain = await run();

  await recorded(async () => expect(await run()).toStrictEqual(plain));
});
