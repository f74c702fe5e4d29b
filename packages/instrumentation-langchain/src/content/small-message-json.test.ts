import { AIMessage, ChatMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { contentJson, contentRules } from '@tracewright/instrumentation-core';
import { expect, test } from 'vitest';
import { LANGCHAIN_VIEW } from './langchain-view.ts';

const call = { id: 'c1', name: 'look', args: { at: 'the sky' } };

const VALUES: Readonly<Record<string, unknown>> = {
  'a text': new HumanMessage('Why is the "sky" blue?\n'),
  'a text of somebody with a name': new HumanMessage({ content: 'x', name: 'Ann' }),
  'an empty text': new AIMessage(''),
  'a role of its own': new ChatMessage('x', 'critic'),
  blocks: new HumanMessage({ content: [{ type: 'text', text: 'x' }] }),
  'a tool call': new AIMessage({ content: 'x', tool_calls: [call] }),
  'a tool call that cannot be read': new AIMessage({ content: 'x', invalid_tool_calls: [{ ...call, args: '{' }] }),
  reasoning: new AIMessage({ content: 'x', additional_kwargs: { reasoning_content: 'hm' } }),
  'the answer of a tool': new ToolMessage({ content: 'x', tool_call_id: 'c1' }),
  'an argument that is no plain data': new AIMessage({ content: 'x', tool_calls: [{ ...call, args: new Map() }] }),
  'a conversation': [new SystemMessage('a'), new HumanMessage('b'), new AIMessage({ content: '', tool_calls: [call] })],
  'a list that has something else, too': [new HumanMessage('a'), { b: 1 }],
  'what a prompt gives': await ChatPromptTemplate.fromTemplate('{q}').invoke({ q: 'x' }),
  'a record of messages': { messages: [new HumanMessage('a')], next: 'b' },
};

test.each(Object.entries(VALUES))('%s is written at once as it is written value by value', (_name, value) => {
  const whole = contentJson('a', value, contentRules({}, {}), LANGCHAIN_VIEW);
  const valueByValue = contentJson('a', value, contentRules({ redact: (text) => text }, {}), LANGCHAIN_VIEW);

  expect(whole?.json).toEqual(expect.stringMatching(/^[[{]/));
  expect(whole).toEqual(valueByValue);
});

test('long texts are cut, wherever they stand', () => {
  const long = 'x'.repeat(40);
  const rules = contentRules({ maxContentStringLength: 100, maxContentLength: 1_000 }, {});
  const conversation = [new HumanMessage(long), new HumanMessage({ content: 'a', name: 'n'.repeat(200) })];

  const shown = contentJson('a', conversation, rules, LANGCHAIN_VIEW);

  expect(shown?.isTruncated).toBe(true);
  expect(JSON.parse(shown?.json ?? '')).toMatchObject([
    { parts: [{ content: long }] },
    { name: `${'n'.repeat(100)}… [100 more characters]` },
  ]);
});

test('what an app computes when it is asked is not asked for', () => {
  const message = new HumanMessage('x');
  const asked: string[] = [];
  for (const field of ['content', 'name', 'type']) {
    Object.defineProperty(message, field, { enumerable: true, get: () => asked.push(field) });
  }

  contentJson('a', [message], contentRules({}, {}), LANGCHAIN_VIEW);

  expect(asked).toEqual([]);
});
