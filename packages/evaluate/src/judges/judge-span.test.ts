import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { CONTEXT_KEY, type HeardSpan, spanHearing } from '@tracewright/schema';
import { CallGate, safety } from '@tracewright/scoring';
import { scoreContext, scoredRow, scriptedModel } from '@tracewright/scoring/stand-ins';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inJudgeSpan } from './judge-span.ts';

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
// Other files' tests run in this process, too.
afterAll(() => {
  trace.disable();
  context.disable();
});

test('a judge is called in a trace of its own, linked to the row and no part of its run', async () => {
  const calls = new CallGate();
  const model = scriptedModel({ rationale: 'Fine.', verdict: 'yes' });
  const inCall: (string | undefined)[] = [];
  const spied = {
    ...model,
    complete: (request: Parameters<typeof model.complete>[0]) => {
      inCall.push(
        trace.getActiveSpan()?.spanContext().traceId,
        context.active().getValue(CONTEXT_KEY.trackingRun) as string,
      );
      tellCost(trace.getActiveSpan()?.spanContext().traceId ?? '', 0.25);
      tellCost('f'.repeat(32), 4);
      return model.complete(request);
    },
  };
  const judge = safety({ model: spied });
  const row = trace.getTracer('test').startSpan('row');
  const ofRow = trace.setSpan(ROOT_CONTEXT.setValue(CONTEXT_KEY.trackingRun, 'run-1'), row);

  await context.with(ofRow, () =>
    judge.score(scoredRow(), { ...scoreContext(calls), runId: 'run-1', tracing: inJudgeSpan }),
  );

  const [span] = exporter.getFinishedSpans();
  expect(span).toMatchObject({
    name: 'judge safety',
    parentSpanContext: undefined,
    links: [{ context: { traceId: row.spanContext().traceId, spanId: row.spanContext().spanId } }],
    attributes: {
      'tracewright.span.kind': 'evaluator',
      'tracewright.judge': 'safety',
      'tracewright.judge.fingerprint': judge.fingerprint,
      'tracewright.evaluation.run': 'run-1',
    },
  });
  expect(span?.spanContext().traceId).not.toBe(row.spanContext().traceId);
  expect(inCall).toEqual([span?.spanContext().traceId, undefined]);
  expect(calls.usage).toMatchObject({ calls: 1, tokens: 15, costUsd: 0.25, unpriced: 0 });
  expect(spanHearing().listeners.size).toBe(0);
});

test('a call that fails ends its span with the class of the error', async () => {
  exporter.reset();
  const judge = safety({ model: scriptedModel(new RangeError('no such model')) });

  await expect(judge.score(scoredRow(), { ...scoreContext(), tracing: inJudgeSpan })).rejects.toThrow('no such model');

  expect(exporter.getFinishedSpans()).toMatchObject([
    { attributes: { 'error.type': 'RangeError' }, status: { code: 2 } },
  ]);
});

test('a call without a verdict ends its span as a failure, too', async () => {
  exporter.reset();

  await expect(
    safety({ model: scriptedModel('Hm.') }).score(scoredRow(), { ...scoreContext(), tracing: inJudgeSpan }),
  ).rejects.toThrow('no verdict');

  expect(exporter.getFinishedSpans()).toMatchObject([
    { attributes: { 'error.type': 'JUDGE_ANSWER_INVALID' }, status: { code: 2 } },
  ]);
});

/** What a recorder of spans tells of a call with a known price. */
function tellCost(traceId: string, costUsd: number): void {
  const span: HeardSpan = {
    traceId,
    spanId: '1'.repeat(16),
    parentSpanId: undefined,
    name: 'chat',
    startMs: 0,
    durationMs: 1,
    hasFailed: false,
    attribute: (name) => (name === 'gen_ai.usage.cost' ? costUsd : undefined),
  };
  for (const listener of spanHearing().listeners) listener(span);
}
