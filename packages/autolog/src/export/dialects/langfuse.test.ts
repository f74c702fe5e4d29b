import { expect, test } from 'vitest';
import { langfuseAttributes } from './langfuse.ts';

const START_MS = Date.UTC(2026, 0, 1);

/** Texts that hold JSON, as what they say. */
function read(attributes: Parameters<typeof langfuseAttributes>[0]): Record<string, unknown> {
  const added = Object.entries(langfuseAttributes(attributes, START_MS));
  return Object.fromEntries(
    added.map(([name, value]) => {
      const short = name.replace('langfuse.observation.', '');
      return [short, typeof value === 'string' && /^["[{]/.test(value) ? JSON.parse(value) : value];
    }),
  );
}

test('a chat is a generation, with its conversation, parameters, usage, cost and first token', () => {
  const added = read({
    'tracewright.span.kind': 'llm',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.request.temperature': 0.2,
    'gen_ai.system_instructions': '[{"type":"text","content":"Be brief."}]',
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'How warm is it?' }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: { degrees: 4 } }] },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Let me look.' },
          { type: 'tool_call', id: 'call_2', name: 'weather', arguments: { city: 'Oslo' } },
        ],
      },
    ]),
    'gen_ai.usage.input_tokens': 50,
    'gen_ai.usage.cache_read.input_tokens': 20,
    'gen_ai.usage.output_tokens': 7,
    'gen_ai.usage.reasoning.output_tokens': 3,
    'gen_ai.usage.cost': 0.5,
    'tracewright.cost.input': 0.25,
    'tracewright.cost.cache_read': 0.125,
    'tracewright.cost.output': 0.125,
    'gen_ai.response.time_to_first_chunk': 1.5,
    'gen_ai.prompt.name': 'weather',
    'gen_ai.prompt.version': '4',
    'tracewright.tags': ['shop'],
  });

  expect(added).toEqual({
    type: 'generation',
    'model.name': 'gpt-4o-2024-08-06',
    'model.parameters': { temperature: 0.2 },
    input: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'How warm is it?' },
      { role: 'tool', tool_call_id: 'call_1', content: '{"degrees":4}' },
    ],
    output: {
      role: 'assistant',
      content: 'Let me look.',
      tool_calls: [{ id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
    },
    usage_details: {
      input: 30,
      input_cached_tokens: 20,
      output: 4,
      output_reasoning_tokens: 3,
      total: 57,
    },
    cost_details: { input: 0.375, output: 0.125, total: 0.5 },
    completion_start_time: '2026-01-01T00:00:01.500Z',
    'prompt.name': 'weather',
    'prompt.version': 4,
    'langfuse.trace.tags': ['shop'],
  });
});

test('a message with a picture keeps its parts', () => {
  const picture = { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' };
  const { input } = read({
    'tracewright.span.kind': 'llm',
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'What is this?' }, picture] },
    ]),
  });
  expect(input).toEqual([{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, picture] }]);
});

test('any other step has its input and output as they are, and a failed one says so', () => {
  expect(
    read({
      'tracewright.span.kind': 'parser',
      'tracewright.input': '{"text":"3"}',
      'tracewright.output': '"three"',
      'error.type': 'RangeError',
    }),
  ).toEqual({ type: 'span', input: { text: '3' }, output: 'three', level: 'ERROR' });
});
