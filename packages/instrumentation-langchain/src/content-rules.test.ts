import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel, FakeRetriever } from '@langchain/core/utils/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { recorded } from './testing/recorder.test.support.ts';

/** Puts the word through every kind of step, and lets the last one fail with it. */
async function runEverything(word: string): Promise<void> {
  const chain = ChatPromptTemplate.fromTemplate('{question}').pipe(new FakeListChatModel({ responses: [`${word}!`] }));
  await chain.invoke({ question: word });
  for await (const _ of await chain.stream({ question: word })) break;
  await new FakeRetriever({ output: [{ pageContent: word, metadata: {} }] }).invoke(word);
  await tool(() => word, { name: 'echo', description: 'Echoes.', schema: z.object({ a: z.string() }) }).invoke({
    a: word,
  });
  const labelled = { tags: [word], metadata: { plan: word, seats: 3 } };
  await RunnableLambda.from(() => 'x').invoke('x', labelled);
  await tool(() => 'x', { name: 'two', description: word, schema: z.object({}) }).invoke({});
  await RunnableLambda.from(() => Promise.reject(new Error(word)))
    .invoke(word)
    .catch(() => {});
}

test('with content off no prompt, answer, argument, result, document or error text is in any span', () =>
  recorded(
    async (spans) => {
      await runEverything('secret');

      expect(spans.spans.length).toBeGreaterThan(6);
      const everything = spans.spans.map((span) => [span.name, span.attributes, span.status, span.events]);
      expect(JSON.stringify(everything)).not.toContain('secret');
      expect(JSON.stringify(everything)).toContain('"error.type"');
    },
    { captureContent: false },
  ));

test('redaction reaches every content attribute and error text', () =>
  recorded(
    async (spans) => {
      await runEverything('secret');

      const everything = JSON.stringify(spans.spans.map((span) => [span.attributes, span.status, span.events]));
      expect(everything).not.toContain('secret');
      expect(everything).toContain('[redacted]');
    },
    { redact: (text) => text.replaceAll('secret', '[redacted]') },
  ));

test('looking at the input of a step runs no code of the app', () =>
  recorded(async (spans) => {
    const touched: string[] = [];
    const input = {
      text: 'shown',
      get lazy() {
        touched.push('getter');
        return 'x';
      },
      toJSON() {
        touched.push('toJSON');
        return {};
      },
      stream: new ReadableStream({ pull: () => void touched.push('stream') }, { highWaterMark: 0 }),
      promise: Promise.resolve('later'),
      proxy: new Proxy({}, { get: () => touched.push('proxy'), has: () => touched.push('has') > 0 }),
      big: 10n,
      bytes: new Uint8Array(3),
      list: new Set(['a']),
    };
    const self: Record<string, unknown> = { input };
    self.self = self;

    await RunnableLambda.from(() => 'done').invoke(self as never);

    expect(touched).toEqual([]);
    expect(spans.json('RunnableLambda', 'tracewright.input')).toEqual({
      input: {
        text: 'shown',
        stream: '[ReadableStream]',
        promise: '[Promise]',
        proxy: '[Proxy]',
        big: '10',
        bytes: '[3 bytes]',
        list: ['a'],
      },
      self: '[circular]',
    });
  }));

test('labels of the app do not make a span large', () =>
  recorded(async (spans) => {
    const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key${i}`, 'x'.repeat(2_000_000)]));
    await RunnableLambda.from(() => 'x').invoke('x', { metadata, tags: ['t'.repeat(1_000_000)] });
    await tool(() => 'x', { name: 'big', description: 'd'.repeat(900_000), schema: z.object({}) }).invoke({});

    for (const span of spans.spans) expect(JSON.stringify(span.attributes).length).toBeLessThan(40_000);
    expect(String(spans.named('RunnableLambda').attributes['tracewright.metadata.key3'])).toMatch(/^x{1000}/);
  }));
