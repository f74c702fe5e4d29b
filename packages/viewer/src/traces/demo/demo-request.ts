import { GEN_AI, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import type { DemoStep } from './demo-step.ts';
import { DEMO_STEPS } from './demo-steps.ts';

/** Whose conversation the demo traces are: those that are sent one after the other are its turns. */
const SESSION = 'demo-conversation';
/** OTLP's numbers of a span's kind. */
const INTERNAL = 1;
const CLIENT = 3;
/** OTLP's number of a status that says that something failed. */
const FAILED = 2;

/** The demo trace as an OTLP request in JSON, as if it had just ended. @param newId gives so many random bytes in hex */
export function demoRequest(traceId: string, nowMs: number, newId: (bytes: number) => string): object {
  const ids = DEMO_STEPS.map(() => newId(8));
  const startMs = nowMs - Math.max(...DEMO_STEPS.map(({ toMs }) => toMs));
  const nanos = (ms: number) => `${startMs + ms}000000`;
  const spans = DEMO_STEPS.map((step, at) => ({
    traceId,
    spanId: ids[at],
    ...(step.parent === undefined ? {} : { parentSpanId: ids[step.parent] }),
    name: step.name,
    kind: step.kind === 'llm' || step.kind === 'embedding' ? CLIENT : INTERNAL,
    startTimeUnixNano: nanos(step.fromMs),
    endTimeUnixNano: nanos(step.toMs),
    attributes: keyValues(attributesOf(step)),
    events: (step.events ?? []).map(({ name, atMs, attributes }) => ({
      ...{ name, timeUnixNano: nanos(atMs) },
      attributes: keyValues(attributes),
    })),
    status: step.error === undefined ? {} : { code: FAILED, message: step.error },
  }));
  const resource = { attributes: keyValues({ [OTEL.serviceName]: 'demo' }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'tracewright.demo' }, spans }] }] };
}

function attributesOf({ kind, attributes }: DemoStep): Readonly<Record<string, string | number | boolean>> {
  const whose = { [OTEL.sessionId]: SESSION, [GEN_AI.conversationId]: SESSION, [OTEL.userId]: 'demo' };
  return { [TRACEWRIGHT.spanKind]: kind, ...whose, ...attributes };
}

function keyValues(attributes: Readonly<Record<string, string | number | boolean>>): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
