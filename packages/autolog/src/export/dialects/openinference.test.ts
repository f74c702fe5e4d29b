import { expect, test } from 'vitest';
import { openInferenceAttributes } from './openinference.ts';

test('a chat has its messages, tools, tokens and cost in the words of OpenInference', () => {
  const added = openInferenceAttributes({
    'tracewright.span.kind': 'llm',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.request.temperature': 0.2,
    'gen_ai.input.messages': JSON.stringify([
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: { degrees: 4 } }] },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Let me look.' },
          { type: 'tool_call', id: 'call_2', name: 'weather', arguments: { city: 'Oslo' } },
        ],
        finish_reason: 'tool_call',
      },
    ]),
    'gen_ai.tool.definitions': JSON.stringify([{ type: 'function', name: 'weather', parameters: {} }]),
    'gen_ai.response.finish_reasons': ['tool_calls'],
    'gen_ai.usage.input_tokens': 50,
    'gen_ai.usage.output_tokens': 7,
    'gen_ai.usage.reasoning.output_tokens': 3,
    'gen_ai.usage.cost': 0.5,
    'tracewright.cost.input': 0.25,
    'tracewright.cost.cache_read': 0.125,
    'tracewright.cost.output': 0.125,
  });

  expect(added).toMatchObject({
    'openinference.span.kind': 'LLM',
    'llm.provider': 'openai',
    'llm.model_name': 'gpt-4o-2024-08-06',
    'llm.invocation_parameters': '{"temperature":0.2}',
    'llm.input_messages.0.message.role': 'system',
    'llm.input_messages.0.message.content': 'Be brief.',
    'llm.input_messages.1.message.role': 'tool',
    'llm.input_messages.1.message.tool_call_id': 'call_1',
    'llm.input_messages.1.message.content': '{"degrees":4}',
    'llm.output_messages.0.message.content': 'Let me look.',
    'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'call_2',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'weather',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"city":"Oslo"}',
    'llm.tools.0.tool.json_schema': '{"type":"function","function":{"name":"weather","parameters":{}}}',
    'llm.finish_reason': 'tool_calls',
    'llm.token_count.prompt': 50,
    'llm.token_count.completion': 7,
    'llm.token_count.total': 57,
    'llm.token_count.completion_details.reasoning': 3,
    'llm.cost.total': 0.5,
    'llm.cost.prompt': 0.375,
    'llm.cost.completion': 0.125,
    'input.mime_type': 'application/json',
    'output.value': 'Let me look.',
    'output.mime_type': 'text/plain',
  });
});

test('instructions that stand apart become the first message', () => {
  const added = openInferenceAttributes({
    'tracewright.span.kind': 'llm',
    'gen_ai.system_instructions': '[{"type":"text","content":"Be brief."}]',
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Hello"}]}]',
  });

  expect(added['llm.input_messages.0.message.role']).toBe('system');
  expect(added['llm.input_messages.1.message.content']).toBe('Hello');
});

test('a picture beside a text is shown as a picture', () => {
  const added = openInferenceAttributes({
    'tracewright.span.kind': 'llm',
    'gen_ai.input.messages': JSON.stringify([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'What is this?' },
          { type: 'blob', modality: 'image', mime_type: 'image/gif', content: 'R0lGOD' },
        ],
      },
    ]),
  });

  expect(added).toMatchObject({
    'llm.input_messages.0.message.contents.0.message_content.type': 'text',
    'llm.input_messages.0.message.contents.0.message_content.text': 'What is this?',
    'llm.input_messages.0.message.contents.1.message_content.type': 'image',
    'llm.input_messages.0.message.contents.1.message_content.image.image.url': 'data:image/gif;base64,R0lGOD',
  });
});

test('a step that is no conversation has its texts as input and output, and metadata as JSON', () => {
  const added = openInferenceAttributes({
    'tracewright.span.kind': 'parser',
    'tracewright.input': '{"question":"When?"}',
    'tracewright.output': '"On Thursday."',
    'tracewright.tags': ['shop'],
    'tracewright.metadata.tenant': 'bergen',
  });

  expect(added).toEqual({
    'openinference.span.kind': 'CHAIN',
    'input.value': '{"question":"When?"}',
    'input.mime_type': 'application/json',
    'output.value': 'On Thursday.',
    'output.mime_type': 'text/plain',
    'tag.tags': ['shop'],
    metadata: '{"tenant":"bergen"}',
  });
});

test('a retriever has its documents, and an embedding its texts', () => {
  const retriever = openInferenceAttributes({
    'tracewright.span.kind': 'retriever',
    'gen_ai.retrieval.query.text': 'tents',
    'gen_ai.retrieval.documents': '[{"id":"7","content":"Tents are green.","score":0.5,"metadata":{"page":1}}]',
  });
  const embedding = openInferenceAttributes({
    'tracewright.span.kind': 'embedding',
    'gen_ai.response.model': 'small',
    'tracewright.input': '["tents"]',
  });

  expect(retriever).toMatchObject({
    'input.value': 'tents',
    'retrieval.documents.0.document.id': '7',
    'retrieval.documents.0.document.content': 'Tents are green.',
    'retrieval.documents.0.document.score': 0.5,
    'retrieval.documents.0.document.metadata': '{"page":1}',
  });
  expect(embedding).toMatchObject({
    'embedding.model_name': 'small',
    'embedding.embeddings.0.embedding.text': 'tents',
  });
});

test('messages that were cut are shown as the text that is left', () => {
  const added = openInferenceAttributes({
    'tracewright.span.kind': 'llm',
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","conte…',
  });

  expect(added).toEqual({
    'openinference.span.kind': 'LLM',
    'input.value': '[{"role":"user","parts":[{"type":"text","conte…',
    'input.mime_type': 'text/plain',
  });
});
