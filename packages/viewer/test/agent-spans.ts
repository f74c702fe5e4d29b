import type { Message, SpanContent } from '@tracewright/schema';
import { hexId } from './random.ts';
import type { SampleSpan } from './sample-span.ts';

const TOOLS = ['search_orders', 'get_weather', 'sql.query', 'send_email', 'http.get'] as const;

/**
 * Spans of an agent that loops until it has made enough of them: plan with a model, look things up, run tools side by
 * side, answer. Looks like the real thing at any size.
 */
export function agentSpans(random: () => number, spanCount: number): SampleSpan[] {
  const spans: SampleSpan[] = [];
  const add = (span: Omit<SampleSpan, 'id'>): number => spans.push({ id: hexId(random, 16), ...span }) - 1;
  const between = (low: number, high: number) => Math.round(low + random() * (high - low));

  const modelCall = (parent: number, startUs: number, model: string, content: Partial<SpanContent>): number => {
    const ttftUs = between(180_000, 900_000);
    const outputTokens = between(40, 420);
    const inputTokens = between(400, 3_000);
    const endUs = startUs + ttftUs + outputTokens * between(7_000, 16_000);
    const costUsd = Math.round((inputTokens * 0.15 + outputTokens * 0.6) * 1_000) / 1e9;
    add({
      ...{ parent, name: `chat ${model}`, kind: 'llm', startUs, endUs, ttftUs, model },
      inputTokens,
      outputTokens,
      costUsd,
      otelKind: 3,
      content,
    });
    return endUs;
  };

  const root = add({ parent: -1, name: 'agent.run', kind: 'agent', startUs: 0, endUs: 0, content: conversation() });
  let now = between(2_000, 9_000);
  for (let turn = 1; spans.length < spanCount - 4; turn++) {
    const loop = add({ parent: root, name: `turn ${turn}`, kind: 'chain', startUs: now, endUs: now });
    const prompt = now + between(300, 1_200);
    add({
      parent: loop,
      name: 'ChatPromptTemplate',
      kind: 'prompt',
      startUs: now,
      endUs: prompt,
      content: { input: { question: QUESTION } },
    });
    now = modelCall(loop, prompt + 400, 'gpt-4o-mini', planning());
    now = retrieval(loop, now + between(500, 4_000));
    now = tools(loop, now + between(500, 4_000));
    spans[loop]!.endUs = now + 600;
    now += between(1_000, 30_000);
  }
  now = modelCall(root, now, 'gpt-4o', conversation());
  const parsed = now + between(200, 900);
  add({
    parent: root,
    name: 'StrOutputParser',
    kind: 'parser',
    startUs: now,
    endUs: parsed,
    content: { output: ANSWER },
  });
  spans[root]!.endUs = parsed + between(4_000, 12_000);
  return spans;

  function retrieval(parent: number, startUs: number): number {
    const retriever = add({
      parent,
      name: 'VectorStoreRetriever',
      kind: 'retriever',
      startUs,
      endUs: 0,
      content: documents(),
    });
    const embedded = startUs + between(40_000, 160_000);
    add({
      parent: retriever,
      name: 'embeddings text-embedding-3-small',
      kind: 'embedding',
      startUs: startUs + 900,
      endUs: embedded,
      model: 'text-embedding-3-small',
      inputTokens: 14,
      costUsd: 0.00000028,
      otelKind: 3,
    });
    spans[retriever]!.endUs = embedded + between(20_000, 90_000);
    return spans[retriever]!.endUs;
  }

  function tools(parent: number, startUs: number): number {
    const parallel = add({ parent, name: 'RunnableParallel', kind: 'chain', startUs, endUs: 0 });
    let latest = startUs;
    for (let lane = 0; lane < 3; lane++) {
      const name = TOOLS[between(0, TOOLS.length - 1)]!;
      const endUs = startUs + between(80_000, 1_400_000);
      const isError = random() < 0.04;
      const tool = add({
        ...{ parent: parallel, name, kind: 'tool', startUs: startUs + lane * 300, endUs },
        status: isError ? 'error' : 'ok',
        statusMessage: isError ? 'upstream answered 503' : undefined,
        content: {
          input: { query: 'late orders', limit: 5 + lane },
          output: { rows: [{ id: 1042, state: 'late' }], took: endUs - startUs },
        },
      });
      for (let call = 0; call < 2; call++) {
        const from = startUs + 1_000 + lane * 300 + call * Math.floor((endUs - startUs) / 2.2);
        add({
          parent: tool,
          name: 'GET',
          kind: 'task',
          startUs: from,
          endUs: from + Math.floor((endUs - startUs) / 2.6),
          otelKind: 3,
        });
      }
      latest = Math.max(latest, endUs);
    }
    spans[parallel]!.endUs = latest + 300;
    return latest + 300;
  }
}

const QUESTION = 'Which of my orders are late, and when will they arrive?';
const ANSWER = `Two of your orders are late:

| Order | Item | New date |
|---|---|---|
| **#1042** | Desk lamp | Friday, 27 November |
| **#1051** | Oak shelf | Monday, 30 November |

- \`#1042\` is at the carrier; the parcel was re-routed once.
- \`#1051\` waits for a part from the supplier.

Shall I send you a message as soon as they ship?`;

const SYSTEM: Message = {
  role: 'system',
  parts: [
    { type: 'text', content: 'You are the support assistant of a furniture shop. Use the tools; never guess a date.' },
  ],
};
const USER: Message = { role: 'user', parts: [{ type: 'text', content: QUESTION }] };
const CALL = {
  type: 'tool_call',
  id: 'call_8f1',
  name: 'search_orders',
  arguments: { customer: 7731, state: 'late', limit: 5 },
} as const;
const RESULT = {
  type: 'tool_call_response',
  id: 'call_8f1',
  response: '[{"id":1042,"item":"Desk lamp"},{"id":1051,"item":"Oak shelf"}]',
} as const;

function planning(): Partial<SpanContent> {
  return {
    system: [SYSTEM],
    inputMessages: [USER],
    outputMessages: [
      {
        role: 'assistant',
        parts: [{ type: 'reasoning', content: 'I need the **orders** first.' }, CALL],
        finish_reason: 'tool_call',
      },
    ],
    tools: [
      {
        type: 'function',
        name: 'search_orders',
        description: 'Orders of a customer by state.',
        parameters: { type: 'object', properties: { customer: { type: 'integer' } } },
      },
    ],
  };
}

function conversation(): Partial<SpanContent> {
  return {
    system: [SYSTEM],
    inputMessages: [USER, { role: 'assistant', parts: [CALL] }, { role: 'tool', parts: [RESULT] }],
    outputMessages: [{ role: 'assistant', parts: [{ type: 'text', content: ANSWER }], finish_reason: 'stop' }],
  };
}

function documents(): Partial<SpanContent> {
  return {
    input: QUESTION,
    documents: [
      {
        id: 'faq-12',
        score: 0.871,
        content: 'Late orders are re-dated every evening.',
        metadata: { source: 'faq.md' },
      },
      { id: 'faq-31', score: 0.802, content: 'A parcel that was re-routed needs two more days.' },
    ],
  };
}
