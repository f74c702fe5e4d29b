import { type Random, seededRandom } from './random-request.ts';
import { attributes } from './sample-request.ts';

const WORDS =
  'the answer depends on how much of the context was read before the model began to write it down again'.split(' ');
const MODELS = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'o3-2025-04-16', 'claude-sonnet-4-5-20250929'];
const SPANS_IN_TRACE = 9;

/**
 * A request like those of an app with LLM chains, in OTLP's JSON: traces of nine spans (a chain, its prompts, three
 * model calls, a retriever and a tool) of about 1.5 kB each in protobuf.
 */
export function llmRequest(traces: number, seed: number): object {
  const random = seededRandom(seed);
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': 'support-bot', 'telemetry.sdk.language': 'nodejs' }) },
        scopeSpans: [
          {
            scope: { name: '@tracewright/instrumentation-langchain', version: '0.1.0' },
            spans: Array.from({ length: traces }, () => trace(random)).flat(),
          },
        ],
      },
    ],
  };
}

function trace(random: Random): object[] {
  const traceId = hex(random, 16);
  const root = hex(random, 8);
  const startNs = 1_790_000_000_000_000_000n + BigInt(Math.floor(random() * 1e15));
  return Array.from({ length: SPANS_IN_TRACE }, (_, i) => {
    const fromNs = startNs + BigInt(i) * 100_000_000n;
    return {
      traceId,
      spanId: i === 0 ? root : hex(random, 8),
      ...(i === 0 ? {} : { parentSpanId: root }),
      flags: 257,
      name: i % 3 === 1 ? 'chat gpt-4o' : `RunnableSequence ${i}`,
      kind: i % 3 === 1 ? 3 : 1,
      startTimeUnixNano: String(fromNs),
      endTimeUnixNano: String(fromNs + BigInt(Math.floor(random() * 9e7))),
      attributes: i % 3 === 1 ? modelCall(random) : step(random, i),
      status: {},
    };
  });
}

function modelCall(random: Random): object[] {
  const user = { role: 'user', parts: [{ type: 'text', content: sentence(random, 60) }] };
  const answer = { role: 'assistant', parts: [{ type: 'text', content: sentence(random, 80) }], finish_reason: 'stop' };
  return attributes({
    'tracewright.span.kind': 'llm',
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': MODELS[Math.floor(random() * MODELS.length)]!,
    'gen_ai.response.id': `chatcmpl-${hex(random, 12)}`,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.response.time_to_first_chunk': random(),
    'gen_ai.request.temperature': 0.2,
    'gen_ai.request.max_tokens': 1024,
    'gen_ai.request.stream': true,
    'gen_ai.usage.input_tokens': Math.floor(random() * 4000),
    'gen_ai.usage.output_tokens': Math.floor(random() * 900),
    'gen_ai.usage.cache_read.input_tokens': 0,
    'gen_ai.usage.reasoning.output_tokens': 0,
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: sentence(random, 30) }]),
    'gen_ai.input.messages': JSON.stringify([user]),
    'gen_ai.output.messages': JSON.stringify([answer]),
    'openai.api.type': 'chat_completions',
    'server.address': 'api.openai.com',
    'server.port': 443,
    'tracewright.stream.chunks': 81,
    'tracewright.stream.end': 'complete',
    'session.id': `session-${Math.floor(random() * 500)}`,
    'user.id': `user-${Math.floor(random() * 100)}`,
  });
}

function step(random: Random, index: number): object[] {
  return attributes({
    'tracewright.span.kind': ['chain', 'llm', 'prompt', 'tool', 'llm', 'retriever'][index % 6]!,
    'tracewright.input': JSON.stringify({ question: sentence(random, 60) }),
    'tracewright.output': JSON.stringify(sentence(random, 110)),
    'session.id': `session-${Math.floor(random() * 500)}`,
    'user.id': `user-${Math.floor(random() * 100)}`,
  });
}

function sentence(random: Random, words: number): string {
  return Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

function hex(random: Random, bytes: number): string {
  return Array.from({ length: bytes * 2 }, () => Math.floor(random() * 16).toString(16)).join('');
}
