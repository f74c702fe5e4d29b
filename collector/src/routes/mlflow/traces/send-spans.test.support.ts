import type { MlflowApp } from '../mlflow-app.test.support.ts';
import { attributesJson } from './any-value-json.ts';

/** 2026-01-01T00:00:00Z, in ns. */
export const NEW_YEAR = 1_767_225_600_000_000_000n;

export interface SentSpan {
  /** Of the trace: the id is made of it. */
  readonly trace: number;
  readonly span?: number;
  readonly parent?: number;
  readonly name?: string;
  /** After the new year. */
  readonly startMs?: number;
  readonly durationMs?: number;
  /** OTLP's: 2 is an error. */
  readonly status?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** As MLflow's clients know the trace. */
export function sentTraceId(trace: number): string {
  return `tr-${hex(trace, 32)}`;
}

/** Sends spans over OTLP as MLflow's clients do, and waits until they are stored. */
export async function sendSpans({ fetch }: MlflowApp, spans: readonly SentSpan[], experimentId = '0'): Promise<void> {
  const sent = spans.map(
    ({ trace, span = 1, parent, name = 'step', startMs = 0, durationMs = 1, status = 1, attributes = {} }) => ({
      traceId: hex(trace, 32),
      spanId: hex(span, 16),
      ...(parent === undefined ? {} : { parentSpanId: hex(parent, 16) }),
      name,
      startTimeUnixNano: String(NEW_YEAR + BigInt(startMs) * 1_000_000n),
      endTimeUnixNano: String(NEW_YEAR + BigInt(startMs + durationMs) * 1_000_000n),
      status: { code: status },
      attributes: attributesJson(attributes),
    }),
  );
  const answer = await fetch('/v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-mlflow-experiment-id': experimentId },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: sent }] }] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
