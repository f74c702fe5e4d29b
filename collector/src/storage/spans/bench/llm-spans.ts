import { type Nanos, nanoUsd } from '@tracewright/schema';
import { SYSTEM, WORDS } from '../../../bench/llm-vocabulary.ts';
import type { SpanBatch, SpanRecord } from '../span-record.ts';

/** Spans as an LLM app sends them: traces of 8 or 9 spans, about 1.5 kB of protobuf each, the same for a seed. */
export class LlmSpans {
  #state: number;
  #clockMs = 0;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Whole traces of one process, `spanCount` spans or a few more. */
  batch(spanCount: number): SpanBatch {
    const spans: SpanRecord[] = [];
    while (spans.length < spanCount) this.#trace(spans);
    const resource = new TextEncoder().encode(
      `service.name rag-service host.name node-${this.#int(4)} ${'r'.repeat(200)}`,
    );
    const scope = new TextEncoder().encode('@tracewright/instrumentation-openai 0.1.0');
    return { workspaceId: 'default', experimentId: '1', groups: [{ resource, scope, spans }] };
  }

  #trace(spans: SpanRecord[]): void {
    const traceId = this.#hex(16);
    const root = this.#hex(8);
    const session = `session-${this.#hex(6)}`;
    const user = `user-${this.#int(5_000)}`;
    // Traces arrive about when they start: 86 a second, with some seconds between the first and the last of a moment.
    this.#clockMs += this.#int(24);
    const startNs = 1_767_225_600_000_000_000n + BigInt(this.#clockMs + this.#int(5_000)) * 1_000_000n;
    const question = this.#text(120 + this.#int(200));
    const steps = 7 + this.#int(2);
    spans.push(this.#span({ traceId, spanId: root, parent: '', step: 0, startNs, session, user, question }));
    for (let step = 1; step <= steps; step++) {
      const spanId = this.#hex(8);
      spans.push(this.#span({ traceId, spanId, parent: root, step, startNs, session, user, question }));
    }
  }

  #span(of: {
    traceId: string;
    spanId: string;
    parent: string;
    step: number;
    startNs: bigint;
    session: string;
    user: string;
    question: string;
  }): SpanRecord {
    const { name, kind } = STEPS[of.step % STEPS.length]!;
    const isModel = kind === 'llm';
    const startNs = of.startNs + BigInt(of.step) * BigInt(1_000_000 + this.#int(400_000_000));
    const lengthNs = BigInt(500_000 + this.#int(3_000_000_000));
    const input = 200 + this.#int(3_000);
    const output = 20 + this.#int(800);
    const answer = this.#text(isModel ? 500 : 250);
    const model = MODELS[this.#int(MODELS.length)]!;
    const attributes = JSON.stringify({
      'tracewright.span.kind': kind,
      'gen_ai.operation.name': isModel ? 'chat' : 'execute_tool',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': model,
      'gen_ai.response.id': `chatcmpl-${this.#hex(12)}`,
      'gen_ai.usage.input_tokens': input,
      'gen_ai.usage.output_tokens': output,
      'session.id': of.session,
      'user.id': of.user,
      'gen_ai.input.messages': [
        { role: 'system', parts: [{ type: 'text', content: SYSTEM }] },
        { role: 'user', parts: [{ type: 'text', content: of.question }] },
      ],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: answer }], finish_reason: 'stop' },
      ],
    });
    return {
      traceId: of.traceId,
      spanId: of.spanId,
      parentSpanId: of.parent,
      fallbackParentSpanId: of.parent,
      name: isModel ? `chat ${model}` : name,
      kind,
      otelKind: isModel ? 3 : 1,
      startNs: startNs as Nanos,
      endNs: (startNs + lengthNs) as Nanos,
      statusCode: this.#int(50) === 0 ? 2 : 0,
      isPending: false,
      service: 'rag-service',
      provider: isModel ? 'openai' : '',
      model: isModel ? model : '',
      ttftUs: isModel ? 100_000 + this.#int(900_000) : -1,
      inputTokens: isModel ? input : -1,
      outputTokens: isModel ? output : -1,
      cacheReadTokens: isModel ? input >> 1 : -1,
      cacheWriteTokens: -1,
      reasoningTokens: -1,
      isStreamInput: false,
      isUsageEstimated: false,
      costNanoUsd: isModel ? nanoUsd((input * 2.5 + output * 10) / 1e6) : -1,
      isCostPartial: false,
      costSource: isModel ? 'pricelist@2026-01-01' : '',
      sessionId: of.session,
      userId: of.user,
      runId: '',
      promptName: '',
      promptVersion: '',
      preview: of.question.slice(0, 120),
      payload: Buffer.from(`\n\x10${of.traceId}${of.spanId}${of.parent}${attributes}`),
    };
  }

  #text(length: number): string {
    let text = '';
    while (text.length < length) text += `${WORDS[Math.min(this.#int(WORDS.length), this.#int(WORDS.length))]} `;
    return text;
  }

  #hex(bytes: number): string {
    let text = '';
    for (let index = 0; index < bytes; index++) text += (this.#int(255) + 1).toString(16).padStart(2, '0');
    return text;
  }

  /** A whole number below `limit`; xorshift32, so that runs are alike. */
  #int(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }
}

const STEPS = [
  { name: 'support chain', kind: 'chain' },
  { name: 'retrieve documents', kind: 'retriever' },
  { name: 'rewrite question', kind: 'llm' },
  { name: 'search orders', kind: 'tool' },
  { name: 'answer', kind: 'llm' },
  { name: 'parse answer', kind: 'parser' },
  { name: 'check policy', kind: 'guardrail' },
  { name: 'embed', kind: 'embedding' },
  { name: 'refine', kind: 'llm' },
] as const;
const MODELS = ['gpt-5.1', 'gpt-5-mini', 'gpt-4o-mini-2024-07-18', 'llama-3.3-70b'] as const;
