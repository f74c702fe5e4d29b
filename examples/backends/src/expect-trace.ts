import { expect } from 'vitest';
import type { Backend, RunningBackend } from './backend.ts';
import type { SeenSpan, ShownStep } from './seen-span.ts';
import { eventually } from './servers/eventually.ts';
import type { SentTrace } from './shop/run-shop.ts';
import type { ShopStep } from './shop/steps.ts';

/** Ingestion is asynchronous everywhere but with us. */
const ARRIVAL_MS = 60_000;

/**
 * Waits until a trace has arrived, then compares everything that the back-end shows of it.
 *
 * @param shown each step that the app took, and what should be shown of it
 */
export async function expectTrace(
  backend: Backend,
  running: RunningBackend,
  sent: SentTrace,
  shown: readonly (readonly [ShopStep, ShownStep])[],
): Promise<void> {
  const steps = shown.map(([step]) => step);
  const spans = await eventually(`trace ${sent.traceId} in ${backend.name}`, ARRIVAL_MS, async () => {
    const there = await running.readTrace(sent.traceId);
    return there.length >= steps.length ? there : undefined;
  });
  expect(spans.find(({ parentSpanId }) => parentSpanId === null)?.spanId).toBe(sent.rootSpanId);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([sent.traceId]));
  expect(byName(spans.map((span) => seenStep(span, spans, steps)))).toEqual(
    byName(shown.map(([{ name, parent, error }, shownStep]) => ({ name, parent, error, ...shownStep }))),
  );
}

/** A span in the form of a step, with no more of its texts than the step names, if that is in them. */
function seenStep(span: SeenSpan, spans: readonly SeenSpan[], steps: readonly ShopStep[]): object {
  const step = steps.find(({ name }) => name === span.name);
  const part = (text: string, wanted = '') => (wanted !== '' && text.includes(wanted) ? wanted : text);
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return {
    name: span.name,
    parent: parent?.name ?? span.parentSpanId,
    error: span.error === null ? null : part(span.error, step?.error ?? ''),
    kind: span.kind,
    inputTokens: span.inputTokens,
    outputTokens: span.outputTokens,
    // Decimal fractions in binary: compared to the billionth of a dollar.
    costUsd: span.costUsd === null ? null : Number(span.costUsd.toFixed(9)),
    input: part(span.input, step?.input),
    output: part(span.output, step?.output),
  };
}

/** No name occurs twice. */
function byName<T extends { readonly name?: string }>(steps: readonly T[]): readonly T[] {
  return steps.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
}
