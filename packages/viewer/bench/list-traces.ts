import { GEN_AI, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import { hexId, seededRandom } from '../test/random.ts';

/** Traces of one request. */
const BATCH = 1_000;
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'o3'];

/** Small traces, a step and a model call each, over the last day: requests for `/v1/traces`, made one by one. */
export function* listRequests(count: number, nowMs: number): Generator<string> {
  const random = seededRandom(count);
  for (let first = 0; first < count; first += BATCH) {
    const spans = Array.from({ length: Math.min(BATCH, count - first) }, (_, at) => {
      const startMs = nowMs - Math.round(((first + at + 1) / count) * 86_400_000);
      return traceSpans(random, startMs);
    }).flat();
    const resource = { attributes: [attribute(OTEL.serviceName, { stringValue: 'support-bot' })] };
    yield JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] });
  }
}

function traceSpans(random: () => number, startMs: number): readonly object[] {
  const [traceId, rootId] = [hexId(random, 32), hexId(random, 16)];
  const lengthMs = 300 + Math.floor(random() ** 4 * 20_000);
  const at = (ms: number) => `${startMs + ms}000000`;
  const model = MODELS[Math.floor(random() * MODELS.length)] ?? '';
  const failed = random() < 0.03 ? { code: 2, message: 'upstream timed out' } : {};
  return [
    {
      ...{ traceId, spanId: rootId, name: 'answer question', kind: 1, status: failed },
      ...{ startTimeUnixNano: at(0), endTimeUnixNano: at(lengthMs) },
      attributes: [
        attribute(TRACEWRIGHT.spanKind, { stringValue: 'chain' }),
        attribute(TRACEWRIGHT.input, {
          stringValue: JSON.stringify({ question: `Where is order ${startMs % 9_973}?` }),
        }),
        attribute(OTEL.sessionId, { stringValue: `session-${Math.floor(startMs / 60_000)}` }),
      ],
    },
    {
      ...{ traceId, spanId: hexId(random, 16), parentSpanId: rootId, name: `chat ${model}`, kind: 3, status: failed },
      ...{ startTimeUnixNano: at(20), endTimeUnixNano: at(lengthMs - 10) },
      attributes: [
        attribute(TRACEWRIGHT.spanKind, { stringValue: 'llm' }),
        attribute(GEN_AI.providerName, { stringValue: 'openai' }),
        attribute(GEN_AI.requestModel, { stringValue: model }),
        attribute(GEN_AI.responseTimeToFirstChunk, { doubleValue: (lengthMs / 1_000) * 0.3 }),
        attribute(GEN_AI.usageInputTokens, { intValue: String(200 + Math.floor(random() * 3_000)) }),
        attribute(GEN_AI.usageOutputTokens, { intValue: String(20 + Math.floor(random() * 500)) }),
      ],
    },
  ];
}

function attribute(key: string, value: object): object {
  return { key, value };
}
