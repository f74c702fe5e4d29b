import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnableLambda } from '@langchain/core/runnables';
import { StructuredTool, tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { recorded, userSpan } from './testing/recorder.test.support.ts';

class TwoDocuments extends BaseRetriever {
  lc_namespace = ['app'];
  work: () => Promise<void> = async () => {};
  override async _getRelevantDocuments(): Promise<Document[]> {
    await this.work();
    return [
      new Document({ id: 'a', pageContent: 'first', metadata: { score: 0.9, page: 1 } }),
      new Document({ pageContent: 'second' }),
    ];
  }
}

test('a tool has its name, call id, arguments and result, and a span of the app inside it is its child', () =>
  recorded(async (spans) => {
    const add = tool(({ a, b }) => userSpan(spans.tracer, 'database', async () => String(a + b)), {
      name: 'add',
      description: 'Adds.',
      schema: z.object({ a: z.number(), b: z.number() }),
    });

    await add.invoke({ type: 'tool_call', id: 'call_1', name: 'add', args: { a: 1, b: 2 } });

    expect(spans.tree()).toEqual(['execute_tool add', '  database']);
    expect(spans.named('execute_tool add').attributes).toMatchObject({
      'tracewright.span.kind': 'tool',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'add',
      'gen_ai.tool.description': 'Adds.',
      'gen_ai.tool.call.id': 'call_1',
    });
    expect(spans.json('execute_tool add', 'gen_ai.tool.call.arguments')).toEqual({ a: 1, b: 2 });
    expect(spans.json('execute_tool add', 'gen_ai.tool.call.result')).toBe('3');
  }));

test('a tool written as a class is named by its name, and its work is inside its span', () =>
  recorded(async (spans) => {
    class Clock extends StructuredTool {
      name = 'clock';
      description = 'Tells the time.';
      schema = z.object({});
      override _call(): Promise<string> {
        return userSpan(spans.tracer, 'look', async () => 'noon');
      }
    }

    expect(await new Clock().invoke({})).toBe('noon');
    expect(spans.tree()).toEqual(['execute_tool clock', '  look']);
  }));

test('a retriever has its query and documents with scores, and its work is inside its span', () =>
  recorded(async (spans) => {
    const retriever = new TwoDocuments();
    retriever.work = () => userSpan(spans.tracer, 'embed', async () => {});

    await retriever.invoke('what?');

    expect(spans.tree()).toEqual(['TwoDocuments', '  embed']);
    expect(spans.named('TwoDocuments').attributes).toMatchObject({
      'tracewright.span.kind': 'retriever',
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.retrieval.query.text': 'what?',
    });
    expect(spans.json('TwoDocuments', 'gen_ai.retrieval.documents')).toEqual([
      { id: 'a', content: 'first', score: 0.9, metadata: { score: 0.9, page: 1 } },
      { content: 'second', metadata: {} },
    ]);
  }));

test('an error marks the step that threw and its ancestors, and is told once; what caught it stays unmarked', () =>
  recorded(async (spans) => {
    const fails = tool(
      () => {
        throw new TypeError('no');
      },
      { name: 'fails', description: 'Fails.', schema: z.object({}) },
    );
    const inner = RunnableLambda.from(() => fails.invoke({})).withConfig({ runName: 'inner' });
    const outer = RunnableLambda.from(() => inner.invoke('x').catch(() => 'caught')).withConfig({ runName: 'outer' });

    expect(await outer.invoke('x')).toBe('caught');

    expect(spans.tree()).toEqual(['outer', '  inner', '    execute_tool fails']);
    expect(spans.spans.map((span) => span.status.code)).toEqual([0, 2, 2]);
    expect(spans.spans.map((span) => span.events.length)).toEqual([0, 0, 1]);
    expect(spans.named('inner').attributes['error.type']).toBe('TypeError');
  }));

test('a text that is thrown, and thrown on, is told once too', () =>
  recorded(async (spans) => {
    const inner = RunnableLambda.from(() => Promise.reject('no')).withConfig({ runName: 'inner' });
    const outer = RunnableLambda.from(() => inner.invoke('x')).withConfig({ runName: 'outer' });

    await expect(outer.invoke('x')).rejects.toBe('no');

    expect(spans.spans.map((span) => [span.name, span.status.code, span.events.length])).toEqual([
      ['outer', 2, 0],
      ['inner', 2, 1],
    ]);
  }));

test('fallbacks and retries are siblings under the step that tries them', () =>
  recorded(async (spans) => {
    const bad = RunnableLambda.from((): Promise<string> => Promise.reject(new Error('down'))).withConfig({
      runName: 'bad',
    });
    const good = RunnableLambda.from(() => 'up').withConfig({ runName: 'good' });

    expect(await bad.withFallbacks([good]).invoke('x')).toBe('up');

    expect(spans.tree()).toEqual(['RunnableWithFallbacks', '  bad', '  good']);
    expect(spans.spans.map((span) => span.status.code)).toEqual([0, 2, 0]);
  }));

test('tags, metadata, session and user are told where they are given, and the last two go on to every step', () =>
  recorded(async (spans) => {
    const inner = RunnableLambda.from(() => userSpan(spans.tracer, 'work', async () => 'x')).withConfig({
      runName: 'inner',
      tags: ['deep'],
    });
    const outer = RunnableLambda.from((_: string, config) => inner.invoke('x', config)).withConfig({
      runName: 'outer',
    });

    await outer.invoke('x', {
      tags: ['prod'],
      metadata: { thread_id: 't1', user_id: 7, plan: 'pro', nested: { a: 1 } },
    });

    expect(spans.named('outer').attributes).toMatchObject({
      'session.id': 't1',
      'user.id': '7',
      'tracewright.tags': ['prod'],
      'tracewright.metadata.plan': 'pro',
    });
    expect(spans.named('outer').attributes).not.toHaveProperty('gen_ai.conversation.id');
    expect(spans.named('inner').attributes).toMatchObject({ 'session.id': 't1', 'tracewright.tags': ['deep'] });
    expect(spans.named('inner').attributes).not.toHaveProperty('tracewright.metadata.plan');
  }));
