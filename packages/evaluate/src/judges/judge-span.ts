import { context, type Link, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { CONTEXT_KEY, GEN_AI, OTEL, spanHearing, TRACEWRIGHT } from '@tracewright/schema';
import { errorFacts, type JudgeOutcome, type JudgeStep, type JudgeStepResult } from '@tracewright/scoring';
import { shownContent } from '../evaluate/shown-content.ts';
import { scoredRow } from '../scorers/outside-row.ts';

/**
 * Runs a judge's call in a trace of its own: its tokens and cost are no part of what the judged row took, nor of the
 * totals of the run that the row belongs to. The trace is linked to the span of the row.
 */
export async function inJudgeSpan<T extends JudgeOutcome>(
  step: JudgeStep,
  work: () => Promise<T>,
): Promise<JudgeStepResult<T>> {
  const outside = Object.values(CONTEXT_KEY).reduce(
    (context, key: symbol) => context.deleteValue(key),
    trace.deleteSpan(context.active()),
  );
  const row = scoredRow() ?? trace.getActiveSpan()?.spanContext();
  const links: readonly Link[] = row === undefined ? [] : [{ context: row }];
  const attributes = {
    [TRACEWRIGHT.spanKind]: 'evaluator',
    [TRACEWRIGHT.judge]: step.judge,
    [TRACEWRIGHT.judgeFingerprint]: step.fingerprint,
    ...(step.runId !== undefined && { [TRACEWRIGHT.evaluationRun]: step.runId }),
  };
  const tracer = trace.getTracer('@tracewright/evaluate');
  const span = tracer.startSpan(`judge ${step.judge}`, { attributes, links: [...links] }, outside);
  setContent(span, TRACEWRIGHT.input, step.input);
  const cost = listenForCost(span);
  try {
    const result = await context.with(trace.setSpan(outside, span), work);
    if (result.outcome instanceof Error) fail(span, result.outcome);
    else setContent(span, TRACEWRIGHT.output, result.outcome);
    return { result, costUsd: cost.stop() };
  } catch (error) {
    cost.stop();
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

function fail(span: Span, error: unknown): void {
  span.setAttribute(OTEL.errorType, errorFacts(error).code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function setContent(span: Span, attribute: string, value: unknown): void {
  const shown = shownContent(attribute, value);
  if (shown !== undefined) span.setAttribute(attribute, shown);
}

function listenForCost(span: Span): { stop(): number | null } {
  const { listeners } = spanHearing();
  const { traceId } = span.spanContext();
  let costUsd: number | null = null;
  const listener: Parameters<typeof listeners.add>[0] = (heard) => {
    if (heard.traceId !== traceId) return;
    const cost = heard.attribute(GEN_AI.usageCost);
    if (typeof cost === 'number') costUsd = (costUsd ?? 0) + cost;
  };
  listeners.add(listener);
  return {
    stop() {
      listeners.delete(listener);
      return costUsd;
    },
  };
}
