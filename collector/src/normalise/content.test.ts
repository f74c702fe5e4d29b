import { expect, test } from 'vitest';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { attributes } from '../otlp/testing/sample-request.ts';
import { dialectOf } from './dialect-of.ts';
import { stepWith } from './testing/step.ts';

function contentOf(span: OtlpSpan) {
  return dialectOf(span.attributes).content(span);
}

const QUESTION = { role: 'user', parts: [{ type: 'text', content: 'What is the weather in Oslo?' }] };
const INSTRUCTION = { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] };
const CALL = {
  role: 'assistant',
  parts: [{ type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } }],
};
const RESULT = { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: '{"celsius":7}' }] };
const ANSWER = { role: 'assistant', parts: [{ type: 'text', content: '7 °C' }] };
const TOOL = { type: 'function', name: 'weather', description: 'Looks outside', parameters: { type: 'object' } };

const OPENAI_MESSAGES = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'What is the weather in Oslo?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
  },
  { role: 'tool', tool_call_id: 'call_1', content: '{"celsius":7}' },
];

/** The same conversation in each dialect. */
const SAME_CONVERSATION: readonly (readonly [string, OtlpSpan])[] = [
  [
    'our own',
    stepWith({
      'tracewright.span.kind': 'llm',
      'gen_ai.system_instructions': JSON.stringify(INSTRUCTION.parts),
      'gen_ai.input.messages': JSON.stringify([QUESTION, CALL, RESULT]),
      'gen_ai.output.messages': JSON.stringify([ANSWER]),
      'gen_ai.tool.definitions': JSON.stringify([TOOL]),
    }),
  ],
  [
    'the GenAI conventions with the instruction among the messages',
    stepWith({
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': JSON.stringify([INSTRUCTION, QUESTION, CALL, RESULT]),
      'gen_ai.output.messages': JSON.stringify([ANSWER]),
      'gen_ai.tool.definitions': JSON.stringify([TOOL]),
    }),
  ],
  [
    'a prompt and completion as JSON',
    stepWith({
      'gen_ai.operation.name': 'chat',
      'gen_ai.prompt': JSON.stringify(OPENAI_MESSAGES),
      'gen_ai.completion': '7 °C',
      'gen_ai.tool.definitions': JSON.stringify([{ type: 'function', function: TOOL }]),
    }),
  ],
  [
    'events of v1.36',
    stepWith(
      { 'gen_ai.operation.name': 'chat', 'gen_ai.tool.definitions': JSON.stringify([TOOL]) },
      {
        events: [
          { name: 'gen_ai.system.message', attributes: attributes({ content: 'Be brief.' }) },
          { name: 'gen_ai.user.message', attributes: attributes({ content: 'What is the weather in Oslo?' }) },
          {
            name: 'gen_ai.assistant.message',
            attributes: attributes({ tool_calls: JSON.stringify(OPENAI_MESSAGES[2]?.tool_calls) }),
          },
          {
            name: 'gen_ai.tool.message',
            attributes: attributes({ tool_call_id: 'call_1', content: '{"celsius":7} ' }),
          },
          { name: 'gen_ai.choice', attributes: attributes({ index: 0, message: '{"content":"7 °C"}' }) },
        ],
      },
    ),
  ],
  [
    'OpenInference',
    stepWith({
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.role': 'system',
      'llm.input_messages.0.message.content': 'Be brief.',
      'llm.input_messages.1.message.role': 'user',
      'llm.input_messages.1.message.contents.0.message_content.type': 'text',
      'llm.input_messages.1.message.contents.0.message_content.text': 'What is the weather in Oslo?',
      'llm.input_messages.2.message.role': 'assistant',
      'llm.input_messages.2.message.tool_calls.0.tool_call.id': 'call_1',
      'llm.input_messages.2.message.tool_calls.0.tool_call.function.name': 'weather',
      'llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments': '{"city":"Oslo"}',
      'llm.input_messages.3.message.role': 'tool',
      'llm.input_messages.3.message.tool_call_id': 'call_1',
      'llm.input_messages.3.message.content': '{"celsius":7}',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': '7 °C',
      'llm.tools.0.tool.json_schema': JSON.stringify({ type: 'function', function: TOOL }),
      'input.value': 'the raw request',
      'output.value': 'the raw answer',
    }),
  ],
];

test.each(SAME_CONVERSATION)('a conversation in the dialect %s reads the same', (_name, span) => {
  const content = contentOf(span);

  expect(content.system).toEqual([INSTRUCTION]);
  expect(content.inputMessages.slice(0, 2)).toEqual([QUESTION, CALL]);
  expect(content.inputMessages[2]?.parts[0]).toMatchObject({ type: 'tool_call_response', id: 'call_1' });
  expect(content.inputMessages).toHaveLength(3);
  expect(content.outputMessages).toEqual([ANSWER]);
  expect(content.tools).toEqual([TOOL]);
  expect('input' in content || 'output' in content).toBe(false);
});

test('ten and more flattened messages stay in order', () => {
  const values = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`llm.input_messages.${i}.message.content`, `m${i}`]),
  );

  const { inputMessages } = contentOf(stepWith({ 'openinference.span.kind': 'LLM', ...values }));

  expect(inputMessages.map(({ parts }) => parts)).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((i) => [{ type: 'text', content: `m${i}` }]),
  );
});

test('a tool has its arguments and its result', () => {
  const content = contentOf(
    stepWith({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
      'gen_ai.tool.call.result': '7 °C',
    }),
  );

  expect(content).toMatchObject({ input: { city: 'Oslo' }, output: '7 °C' });
});

test.each([
  [
    'our own',
    stepWith({
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.retrieval.query.text': 'Nile',
      'gen_ai.retrieval.documents': '[{"id":"d1","content":"6650 km","score":0.5,"metadata":{"page":3}}]',
    }),
  ],
  [
    'OpenInference',
    stepWith({
      'openinference.span.kind': 'RETRIEVER',
      'input.value': 'Nile',
      'retrieval.documents.0.document.id': 'd1',
      'retrieval.documents.0.document.content': '6650 km',
      'retrieval.documents.0.document.score': 0.5,
      'retrieval.documents.0.document.metadata': '{"page":3}',
    }),
  ],
])('a retrieval in the dialect %s has its query and its documents', (_name, span) => {
  const content = contentOf(span);

  expect(content.input).toBe('Nile');
  expect(content.documents).toEqual([{ id: 'd1', content: '6650 km', score: 0.5, metadata: { page: 3 } }]);
});

test('images become addresses or bytes, and parts that nobody knows pass through', () => {
  const message = {
    role: 'user',
    content: [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'hologram', size: 3 },
    ],
  };

  const { inputMessages } = contentOf(stepWith({ 'gen_ai.prompt': JSON.stringify([message]) }));

  expect(inputMessages[0]?.parts).toEqual([
    { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
    { type: 'blob', mime_type: 'image/png', modality: 'image', content: 'AAAA' },
    { type: 'hologram', size: 3 },
  ]);
});

test('JSON that was cut is shown as the text that is left', () => {
  const span = stepWith({
    'gen_ai.operation.name': 'chat',
    'gen_ai.input.messages': '[{"role":"user","par',
    'tracewright.input': '{"a":',
    'tracewright.truncated': ['gen_ai.input.messages'],
  });

  expect(contentOf(span)).toMatchObject({
    inputMessages: [{ role: 'user', parts: [{ type: 'text', content: '[{"role":"user","par' }] }],
    input: '{"a":',
    truncated: ['gen_ai.input.messages'],
  });
});

test('a key that is a name of JavaScript’s own does no harm', () => {
  const span = stepWith({ 'openinference.span.kind': 'LLM', 'llm.input_messages.__proto__.polluted': 'yes' });

  contentOf(span);

  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('the name and version of a prompt are no messages, neither alone nor beside messages that were taken apart', () => {
  const named = { 'gen_ai.operation.name': 'chat', 'gen_ai.prompt.name': 'greeting', 'gen_ai.prompt.version': '2' };
  expect(contentOf(stepWith(named)).inputMessages).toEqual([]);
  const apart = { 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'What is the weather in Oslo?' };
  expect(contentOf(stepWith({ ...named, ...apart })).inputMessages).toEqual([QUESTION]);
});
