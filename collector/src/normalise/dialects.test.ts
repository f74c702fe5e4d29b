import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { START_NS } from '../otlp/testing/sample-request.ts';
import { dialectOf } from './dialect-of.ts';
import { normalise } from './normalise.ts';
import { stepWith } from './testing/step.ts';

type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>;

const PRICER = createPricer();

function recordOf(values: Values, given: object = {}) {
  return normalise(stepWith(values, given), { service: '', runId: '' }, PRICER).record;
}

function contentOf(values: Values) {
  const span = stepWith(values);
  return dialectOf(span.attributes).content(span);
}

function langfuse(values: Values): Values {
  return { 'langfuse.observation.type': 'generation', ...values };
}

test("Langfuse's details are disjoint: the input is the sum of all that begin so", () => {
  const usage = { input: 800, input_cached_tokens: 200, output: 90, output_reasoning_tokens: 10, total: 1100 };

  expect(recordOf(langfuse({ 'langfuse.observation.usage_details': JSON.stringify(usage) }))).toMatchObject({
    inputTokens: 1000,
    cacheReadTokens: 200,
    outputTokens: 100,
    reasoningTokens: 10,
  });
});

test('details that are no part of the total are not added to it', () => {
  const usage = { input: 1000, input_cached_tokens: 200, output: 100, total: 1100 };

  expect(recordOf(langfuse({ 'langfuse.observation.usage_details': JSON.stringify(usage) }))).toMatchObject({
    inputTokens: 1000,
    cacheReadTokens: 200,
    outputTokens: 100,
  });
});

test("Langfuse's level of an error is a failure, though the status says nothing", () => {
  expect(recordOf(langfuse({ 'langfuse.observation.level': 'ERROR' }))).toMatchObject({
    statusCode: 2,
    isCostPartial: false,
  });
});

test('costs of Langfuse and MLflow are claims of the sender, in total or in parts', () => {
  const parts = JSON.stringify({ input: 0.1, output: 0.2 });
  const total = JSON.stringify({ input_cost: 0.1, output_cost: 0.2, total_cost: 0.3 });

  const found = [
    recordOf(langfuse({ 'langfuse.observation.cost_details': parts })),
    recordOf({ 'mlflow.spanType': '"LLM"', 'mlflow.llm.cost': total }),
  ];

  for (const record of found) expect(record).toMatchObject({ costNanoUsd: 300_000_000, costSource: 'sender' });
});

test.each([
  [{ 'langfuse.observation.type': 'generation', 'openinference.span.kind': 'TOOL' }, 'tool'],
  [{ 'langfuse.observation.type': 'guardrail' }, 'guardrail'],
  [{ 'mlflow.spanType': '"RERANKER"' }, 'reranker'],
  [{ 'mlflow.spanType': 'TOOL' }, 'tool'],
  [{ 'mlflow.spanType': '"MEMORY"' }, 'task'],
  [{ 'langsmith.span.kind': 'prompt', 'gen_ai.operation.name': 'chat' }, 'prompt'],
  [{ 'langsmith.span.kind': 'retriever', 'gen_ai.operation.name': 'embeddings' }, 'retriever'],
  [{ 'ai.operationId': 'ai.streamObject.doStream' }, 'llm'],
  [{ 'ai.operationId': 'ai.embedMany' }, 'chain'],
  [{ 'traceloop.span.kind': 'workflow' }, 'chain'],
  [{ 'traceloop.span.kind': 'agent', 'gen_ai.request.model': 'gpt-4o' }, 'agent'],
  [{ 'llm.request.type': 'rerank' }, 'reranker'],
  [{ 'llm.request.type': 'constructor', 'gen_ai.request.model': 'gpt-4o' }, 'llm'],
  [{ 'tracewright.span.kind': 'parser', 'langsmith.span.kind': 'llm' }, 'parser'],
  [{ 'gen_ai.operation.name': 'agent_step' }, 'chain'],
])('a span with %j is of the kind %s', (values, kind) => {
  expect(recordOf(values as Values)?.kind).toBe(kind);
});

test.each([
  ['openai.responses', 'openai'],
  ['azure-openai.chat', 'azure.ai.openai'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['google.generative-ai', 'gcp.gemini'],
  ['google.vertex.chat', 'gcp.vertex_ai'],
  ['mistral.chat', 'mistral_ai'],
])('the Vercel AI SDK calls %s what the conventions call %s', (name, provider) => {
  expect(recordOf({ 'ai.operationId': 'ai.generateText.doGenerate', 'ai.model.provider': name })?.provider).toBe(
    provider,
  );
});

test('OpenLLMetry of before the conventions took messages apart, and has sessions among its properties', () => {
  const values = {
    'llm.request.type': 'chat',
    'gen_ai.system': 'OpenAI',
    'gen_ai.prompt.0.role': 'user',
    'gen_ai.prompt.0.content': 'How long is the Nile?',
    'gen_ai.completion.0.role': 'assistant',
    'gen_ai.completion.0.content': '6650 km',
    'gen_ai.usage.prompt_tokens': 7,
    'gen_ai.usage.completion_tokens': 3,
    'traceloop.association.properties.session_id': 's-1',
    'traceloop.association.properties.user_id': 'u-1',
  };

  expect(recordOf(values)).toMatchObject({
    kind: 'llm',
    provider: 'openai',
    inputTokens: 7,
    outputTokens: 3,
    sessionId: 's-1',
    userId: 'u-1',
  });
  expect(contentOf(values)).toMatchObject({
    inputMessages: [{ role: 'user', parts: [{ type: 'text', content: 'How long is the Nile?' }] }],
    outputMessages: [{ role: 'assistant', parts: [{ type: 'text', content: '6650 km' }] }],
  });
});

test.each([
  ['{"args":["Oslo"],"kwargs":{}}', 'Oslo'],
  ['{"args":[1,2],"kwargs":{}}', [1, 2]],
  ['{"args":[],"kwargs":{"city":"Oslo"}}', { city: 'Oslo' }],
  ['{"inputs":{"city":"Oslo"},"tags":[]}', { city: 'Oslo' }],
])('the arguments %s of an OpenLLMetry task are what was passed', (text, input) => {
  expect(contentOf({ 'traceloop.span.kind': 'task', 'traceloop.entity.input': text }).input).toEqual(input);
});

const CALL = { type: 'tool_call', id: 'call_1', name: 'weather', arguments: { city: 'Oslo' } };

test('messages that LangChain wrote down read like any others', () => {
  const constructed = (name: string, kwargs: object) => ({
    lc: 1,
    type: 'constructor',
    id: ['langchain_core', 'messages', name],
    kwargs,
  });
  const prompt = [
    constructed('SystemMessage', { content: 'Be brief.' }),
    constructed('HumanMessage', { content: 'How is Oslo?' }),
    constructed('AIMessage', { content: '', tool_calls: [{ id: 'call_1', name: 'weather', args: { city: 'Oslo' } }] }),
    constructed('ToolMessage', { content: '7 °C', tool_call_id: 'call_1' }),
  ];
  const answer = { text: '7 °C', message: constructed('AIMessageChunk', { content: '7 °C' }) };

  const content = contentOf({
    'langsmith.span.kind': 'llm',
    'gen_ai.prompt': JSON.stringify({ messages: [prompt] }),
    'gen_ai.completion': JSON.stringify({ generations: [[answer]] }),
  });

  expect(content).toMatchObject({
    system: [{ role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] }],
    inputMessages: [
      { role: 'user', parts: [{ type: 'text', content: 'How is Oslo?' }] },
      { role: 'assistant', parts: [CALL] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: '7 °C' }] },
    ],
    outputMessages: [{ role: 'assistant', parts: [{ type: 'text', content: '7 °C' }] }],
  });
});

test("items of OpenAI's responses read like messages", () => {
  const asked = {
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: [{ type: 'input_text', text: 'How is Oslo?' }] },
      { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
      { type: 'function_call_output', call_id: 'call_1', output: '7 °C' },
    ],
    tools: [{ type: 'function', name: 'weather', parameters: {} }],
  };
  const answered = {
    output: [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Cold.' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: '7 °C' }] },
    ],
  };

  const content = contentOf({
    'mlflow.spanType': '"CHAT_MODEL"',
    'mlflow.spanInputs': JSON.stringify(asked),
    'mlflow.spanOutputs': JSON.stringify(answered),
  });

  expect(content).toMatchObject({
    system: [{ role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] }],
    inputMessages: [
      { role: 'user', parts: [{ type: 'text', content: 'How is Oslo?' }] },
      { role: 'assistant', parts: [CALL] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: '7 °C' }] },
    ],
    outputMessages: [
      { role: 'assistant', parts: [{ type: 'reasoning', content: 'Cold.' }] },
      { role: 'assistant', parts: [{ type: 'text', content: '7 °C' }] },
    ],
    tools: [{ type: 'function', name: 'weather', parameters: {} }],
  });
});

test('a retriever of LangSmith has its documents', () => {
  const content = contentOf({
    'langsmith.span.kind': 'retriever',
    'gen_ai.prompt': '{"query":"Nile"}',
    'gen_ai.completion': '{"documents":[{"page_content":"6650 km","metadata":{"page":3}}]}',
  });

  expect(content.documents).toEqual([{ content: '6650 km', metadata: { page: 3 } }]);
});

test("the first token of LangSmith's stream is an event", () => {
  const events = [{ name: 'new_token', timeUnixNano: String(START_NS + 40_000_000n) }];

  expect(recordOf({ 'langsmith.span.kind': 'llm' }, { events })?.ttftUs).toBe(40_000);
});

test.each([
  ['langfuse', { 'langfuse.observation.type': 'generation', 'langfuse.observation.usage_details': '[1' }],
  ['mlflow', { 'mlflow.spanType': '', 'mlflow.chat.tokenUsage': '"x"', 'mlflow.spanInputs': '{' }],
  ['vercel', { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.prompt.messages': 'null', 'ai.prompt': '7' }],
  ['langsmith', { 'langsmith.span.kind': 'llm', 'gen_ai.prompt': '[[null]]', 'gen_ai.completion': '{"choices":7}' }],
  ['openllmetry', { 'traceloop.span.kind': 'task', 'traceloop.entity.input': '{"args":7}' }],
])('nonsense in the dialect of %s is nobody’s fault', (_name, values) => {
  expect(recordOf(values as Values)).toMatchObject({ inputTokens: -1 });
  expect(contentOf(values as Values)).toMatchObject({ documents: [] });
});
