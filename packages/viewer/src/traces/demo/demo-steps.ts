import { ATTEMPT_EVENT, GEN_AI, type Message, OTEL, type OutputMessage, TRACEWRIGHT } from '@tracewright/schema';
import type { DemoStep } from './demo-step.ts';

const QUESTION = 'Where is my order A-4711, and can I still send the tent back?';
const ANSWER = `Order **A-4711** is on its way and arrives on *Thursday*.

- You have **30 days** from that day to send the tent back.
- The label is in the parcel; sending it back is free.`;
const SYSTEM = 'You help the customers of an outdoor shop. Look up what you can, and do not guess.';
const PLAN: readonly { readonly id: string; readonly name: string; readonly arguments: unknown }[] = [
  { id: 'call_1', name: 'find_order', arguments: { order: 'A-4711' } },
  { id: 'call_2', name: 'shipping_status', arguments: { order: 'A-4711' } },
  { id: 'call_3', name: 'exchange_rate', arguments: { from: 'NOK', to: 'EUR' } },
];
const ORDER = { order: 'A-4711', items: ['tent, 2 persons'], total: '2,490 NOK' };
const SHIPPING = { order: 'A-4711', status: 'on its way', arrives: 'Thursday' };
const RATE_ERROR = 'exchange_rate: no answer within 800 ms';
const POLICY = 'Tents can be sent back within 30 days of their arrival. Sending back is free.';

const asked: readonly Message[] = [{ role: 'user', parts: [{ type: 'text', content: QUESTION }] }];
const planned: readonly OutputMessage[] = [
  { role: 'assistant', parts: PLAN.map((call) => ({ type: 'tool_call', ...call })), finish_reason: 'tool_call' },
];
const found: readonly Message[] = [ORDER, SHIPPING, { error: RATE_ERROR }].map((response, at) => ({
  role: 'tool',
  parts: [{ type: 'tool_call_response', id: PLAN[at]?.id ?? '', response }],
}));
const answered: readonly OutputMessage[] = [
  { role: 'assistant', parts: [{ type: 'text', content: ANSWER }], finish_reason: 'stop' },
];

/**
 * One answer of a shop's assistant in which there is something to see of each kind: a call that was refused once and
 * tried again, three tools side by side of which one holds the others up and one fails, a search, and a streamed
 * answer. Parents stand before their parts.
 */
export const DEMO_STEPS: readonly DemoStep[] = [
  {
    ...{ name: 'answer-customer', kind: 'agent', fromMs: 0, toMs: 4_280 },
    attributes: { [TRACEWRIGHT.input]: json({ question: QUESTION }), [TRACEWRIGHT.output]: json({ answer: ANSWER }) },
  },
  { name: 'plan', kind: 'chain', parent: 0, fromMs: 15, toMs: 1_010 },
  {
    ...{ name: 'chat gpt-4o-mini', kind: 'llm', parent: 1, fromMs: 30, toMs: 1_000 },
    attributes: {
      ...call('gpt-4o-mini', { inputTokens: 412, outputTokens: 58, firstChunkS: 0.83 }),
      ...messages(asked, planned),
      [OTEL.httpRequestResendCount]: 1,
    },
    events: [
      {
        ...{ name: ATTEMPT_EVENT.name, atMs: 190 },
        attributes: { [ATTEMPT_EVENT.status]: 429, [ATTEMPT_EVENT.waitMs]: 400, [ATTEMPT_EVENT.errorType]: '429' },
      },
    ],
  },
  { name: 'look up', kind: 'chain', parent: 0, fromMs: 1_010, toMs: 2_480 },
  {
    ...{ name: 'find_order', kind: 'tool', parent: 3, fromMs: 1_020, toMs: 1_540 },
    attributes: tool(0, ORDER),
  },
  {
    ...{ name: 'shipping_status', kind: 'tool', parent: 3, fromMs: 1_022, toMs: 2_460 },
    attributes: tool(1, SHIPPING),
  },
  {
    ...{ name: 'exchange_rate', kind: 'tool', parent: 3, fromMs: 1_024, toMs: 1_826, error: RATE_ERROR },
    attributes: { ...tool(2), [OTEL.errorType]: 'TimeoutError' },
    events: [
      {
        ...{ name: 'exception', atMs: 1_825 },
        attributes: { [OTEL.exceptionType]: 'TimeoutError', [OTEL.exceptionMessage]: RATE_ERROR },
      },
    ],
  },
  {
    ...{ name: 'search policies', kind: 'retriever', parent: 0, fromMs: 2_490, toMs: 2_720 },
    attributes: {
      [GEN_AI.retrievalQueryText]: 'send back a tent',
      [GEN_AI.retrievalDocuments]: json([{ id: 'returns', content: POLICY, score: 0.87 }]),
    },
  },
  {
    ...{ name: 'embeddings text-embedding-3-small', kind: 'embedding', parent: 7, fromMs: 2_495, toMs: 2_610 },
    attributes: {
      [GEN_AI.operationName]: 'embeddings',
      [GEN_AI.providerName]: 'openai',
      [GEN_AI.requestModel]: 'text-embedding-3-small',
      [GEN_AI.usageInputTokens]: 4,
    },
  },
  {
    ...{ name: 'chat gpt-4o', kind: 'llm', parent: 0, fromMs: 2_730, toMs: 4_130 },
    attributes: {
      ...call('gpt-4o', { inputTokens: 1_386, outputTokens: 97, firstChunkS: 0.52 }),
      ...messages([...asked, { role: 'assistant', parts: planned[0]?.parts ?? [] }, ...found], answered),
      [GEN_AI.usageCacheReadInputTokens]: 1_024,
    },
  },
  {
    ...{ name: 'check tone', kind: 'guardrail', parent: 0, fromMs: 4_140, toMs: 4_270 },
    attributes: { [TRACEWRIGHT.input]: json(ANSWER), [TRACEWRIGHT.output]: json({ passes: true }) },
  },
];

function call(
  model: string,
  used: { readonly inputTokens: number; readonly outputTokens: number; readonly firstChunkS: number },
): Readonly<Record<string, string | number | boolean>> {
  return {
    [GEN_AI.operationName]: 'chat',
    [GEN_AI.providerName]: 'openai',
    [GEN_AI.requestModel]: model,
    [GEN_AI.responseModel]: model,
    [GEN_AI.requestStream]: true,
    [GEN_AI.responseTimeToFirstChunk]: used.firstChunkS,
    [GEN_AI.usageInputTokens]: used.inputTokens,
    [GEN_AI.usageOutputTokens]: used.outputTokens,
    [GEN_AI.systemInstructions]: json([{ type: 'text', content: SYSTEM }]),
  };
}

function messages(input: readonly Message[], output: readonly OutputMessage[]): Readonly<Record<string, string>> {
  return { [GEN_AI.inputMessages]: json(input), [GEN_AI.outputMessages]: json(output) };
}

/** @param at Which call of the plan it answers. */
function tool(at: number, result?: unknown): Readonly<Record<string, string>> {
  const planned = PLAN[at];
  return {
    [GEN_AI.operationName]: 'execute_tool',
    [GEN_AI.toolName]: planned?.name ?? '',
    [GEN_AI.toolCallId]: planned?.id ?? '',
    [GEN_AI.toolCallArguments]: json(planned?.arguments),
    ...(result === undefined ? {} : { [GEN_AI.toolCallResult]: json(result) }),
  };
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
