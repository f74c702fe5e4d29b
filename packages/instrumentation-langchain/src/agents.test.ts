import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { Annotation, START, StateGraph } from '@langchain/langgraph';
import { createAgent, createMiddleware, tool } from 'langchain';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { useImplicitConfig } from './testing/implicit-config.test.support.ts';
import { recorded, userSpan } from './testing/recorder.test.support.ts';

useImplicitConfig();

/** Calls the tool `add` first and answers then; reports what it used. */
class Adder extends BaseChatModel {
  override _llmType(): string {
    return 'adder';
  }
  override bindTools(): this {
    return this;
  }
  override async _generate(messages: { getType(): string }[]): Promise<ChatResult> {
    const isDone = messages.some((message) => message.getType() === 'tool');
    const call = { name: 'add', args: { a: 1, b: 2 }, id: 'call_1' };
    const message = isDone ? new AIMessage('three') : new AIMessage({ content: '', tool_calls: [call] });
    return {
      generations: [{ text: '', message }],
      llmOutput: { tokenUsage: { promptTokens: 10, completionTokens: 2, totalTokens: 12 } },
    };
  }
}

test('an agent is one tree: models, tools and the spans of the app inside them', () =>
  recorded(async (spans) => {
    const add = tool(({ a, b }) => userSpan(spans.tracer, 'work', async () => String(a + b)), {
      name: 'add',
      description: 'Adds.',
      schema: z.object({ a: z.number(), b: z.number() }),
    });
    const agent = createAgent({ model: new Adder({}), tools: [add], name: 'calculator' });

    const result = await agent.invoke(
      { messages: [{ role: 'user', content: '1+2?' }] },
      { configurable: { thread_id: 't1' } },
    );

    expect(result.messages.at(-1)?.content).toBe('three');
    // The lambdas are LangChain's own: the choice of what comes next.
    expect(spans.tree()).toEqual([
      'calculator',
      '  model_request',
      '    chat',
      '    RunnableLambda',
      '  tools',
      '    execute_tool add',
      '      work',
      '  model_request',
      '    chat',
      '    RunnableLambda',
    ]);
    expect(spans.named('calculator').attributes).toMatchObject({
      'tracewright.span.kind': 'agent',
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'calculator',
      'session.id': 't1',
    });
    expect(spans.named('execute_tool add').attributes['gen_ai.tool.call.id']).toBe('call_1');
    expect(spans.total('gen_ai.usage.input_tokens')).toBe(20);
  }));

test('middleware of an agent: its hooks are steps, and what it does around a call stands inside the node', () =>
  recorded(async (spans) => {
    const work = (name: string) => userSpan(spans.tracer, name, async () => {});
    const middleware = createMiddleware({
      name: 'guard',
      beforeModel: async () => {
        await work('before');
        return undefined;
      },
      afterModel: async () => {
        await work('after');
        return undefined;
      },
      wrapModelCall: async (request, handler) => {
        await work('around');
        return handler(request);
      },
    });
    const model = new FakeListChatModel({ responses: ['yes'] });
    const agent = createAgent({ model, tools: [], name: 'guarded', middleware: [middleware] });

    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'sure?' }] });

    expect(AIMessage.isInstance(messages.at(-1))).toBe(true);
    // The last one is the choice of what comes next, which LangChain makes in a lambda of its own.
    expect(spans.tree()).toEqual([
      'guarded',
      '  guard.before_model',
      '    before',
      '  model_request',
      '    around',
      '    chat',
      '  guard.after_model',
      '    after',
      '    RunnableLambda',
    ]);
  }));

test('an agent that is streamed and left ends every span', () =>
  recorded(async (spans) => {
    const agent = createAgent({ model: new Adder({}), tools: [], name: 'calculator' });

    for await (const _ of await agent.stream({ messages: [{ role: 'user', content: '1+2?' }] })) break;

    expect(spans.traces).toBe(1);
    expect(spans.tree()[0]).toBe('calculator');
  }));

const State = Annotation.Root({ value: Annotation<string> });

test('an error in a node marks the node and the graph, and is told once', () =>
  recorded(async (spans) => {
    const graph = new StateGraph(State)
      .addNode('fail', () => {
        throw new RangeError('no');
      })
      .addEdge(START, 'fail')
      .compile({ name: 'broken' });

    await expect(graph.invoke({ value: '' })).rejects.toThrow('no');

    expect(spans.tree()).toEqual(['broken', '  fail']);
    expect(spans.spans.map((span) => span.status.code)).toEqual([2, 2]);
    expect(spans.spans.flatMap((span) => span.events)).toHaveLength(1);
  }));
