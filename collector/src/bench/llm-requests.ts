import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import { type Random, seededRandom } from '../otlp/testing/random-request.ts';
import { attributes, jsonBody } from '../otlp/testing/sample-request.ts';
import { MODELS, STEPS, SYSTEM, WORDS } from './llm-vocabulary.ts';

/** What the steps of a trace pass on to each other. */
interface Said {
  readonly question: string;
  readonly context: string;
}

/** The requests of a web shop's support bot, in OTLP: traces of 8 or 9 spans of about 1.5 kB, the same for a seed. */
export class LlmRequests {
  readonly #random: Random;
  #clockMs = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Whole traces of one process, `spanCount` spans or a few more, as protobuf. */
  protobuf(spanCount: number): Uint8Array {
    return encodeJsonTraceRequest(this.json(spanCount));
  }

  /** The same as JSON. */
  json(spanCount: number): Uint8Array {
    const spans: object[] = [];
    while (spans.length < spanCount) spans.push(...this.#trace());
    const resource = attributes({
      'service.name': 'support-bot',
      'service.version': '4.12.0',
      'deployment.environment.name': 'production',
      'host.name': `node-${this.#below(4)}`,
      'telemetry.sdk.language': 'nodejs',
    });
    const scope = { name: '@tracewright/instrumentation-langchain', version: '0.1.0' };
    return jsonBody({ resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope, spans }] }] });
  }

  #trace(): object[] {
    const traceId = this.#hex(16);
    const root = this.#hex(8);
    const who = { 'session.id': `session-${this.#hex(6)}`, 'user.id': `user-${this.#below(5_000)}` };
    const said = { question: this.#text(120 + this.#below(200)), context: this.#text(200 + this.#below(400)) };
    // Traces arrive about when they start: 86 a second, with some seconds between the first and the last of a moment.
    this.#clockMs += this.#below(24);
    const startNs = 1_767_225_600_000_000_000n + BigInt(this.#clockMs + this.#below(5_000)) * 1_000_000n;
    const steps = STEPS.slice(0, 8 + this.#below(2));
    return steps.map(({ name, kind }, index) => {
      const isModel = kind === 'llm';
      const model = MODELS[this.#below(MODELS.length)]!;
      const fromNs = startNs + BigInt(index) * BigInt(1_000_000 + this.#below(400_000_000));
      return {
        traceId,
        spanId: index === 0 ? root : this.#hex(8),
        ...(index === 0 ? {} : { parentSpanId: root }),
        flags: 257,
        name: isModel ? `chat ${model}` : name,
        kind: isModel ? 3 : 1,
        startTimeUnixNano: String(fromNs),
        endTimeUnixNano: String(fromNs + BigInt(500_000 + this.#below(3_000_000_000))),
        attributes: attributes(isModel ? this.#call(model, said, who) : this.#step(kind, said, who)),
        status: this.#below(50) === 0 ? { code: 2, message: 'upstream timed out' } : {},
      };
    });
  }

  #call(model: string, { question, context }: Said, who: Readonly<Record<string, string>>) {
    const inputTokens = 200 + this.#below(3_000);
    const answer = this.#text(100 + this.#below(400));
    return {
      'tracewright.span.kind': 'llm',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': model,
      'gen_ai.response.model': model,
      'gen_ai.response.id': `chatcmpl-${this.#hex(12)}`,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': 0.1 + this.#random() * 0.9,
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.stream': true,
      'gen_ai.usage.input_tokens': inputTokens,
      'gen_ai.usage.output_tokens': 20 + this.#below(800),
      'gen_ai.usage.cache_read.input_tokens': inputTokens >> 1,
      'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: SYSTEM }]),
      'gen_ai.input.messages': JSON.stringify([message('user', `${context}\n\n${question}`)]),
      'gen_ai.output.messages': JSON.stringify([{ ...message('assistant', answer), finish_reason: 'stop' }]),
      'server.address': 'api.openai.com',
      'server.port': 443,
      'tracewright.stream.chunks': 20 + this.#below(200),
      'tracewright.stream.end': 'complete',
      ...who,
    };
  }

  #step(kind: string, { question, context }: Said, who: Readonly<Record<string, string>>) {
    return {
      'tracewright.span.kind': kind,
      'tracewright.run.name': kind,
      'tracewright.input': JSON.stringify({ question, order: this.#hex(5), history: this.#text(100) }),
      'tracewright.output': JSON.stringify({ result: this.#text(100), documents: [context] }),
      ...who,
    };
  }

  /** Common words are many times as frequent as rare ones. */
  #text(length: number): string {
    let text = '';
    while (text.length < length) text += `${WORDS[Math.min(this.#below(WORDS.length), this.#below(WORDS.length))]} `;
    return text;
  }

  #hex(bytes: number): string {
    let text = '';
    for (let at = 0; at < bytes; at++) text += (1 + this.#below(255)).toString(16).padStart(2, '0');
    return text;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function message(role: string, content: string): object {
  return { role, parts: [{ type: 'text', content }] };
}
