import { GEN_AI, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import type { JudgeMessage } from '@tracewright/scoring';
import { attributesJson } from '../../routes/mlflow/traces/any-value-json.ts';
import type { JudgeTrace, RecordedModelCall } from './judge-trace.ts';

/** Name of the experiment that judges' own calls are traced in; they are never scored themselves. */
export const JUDGES_EXPERIMENT = 'Online judges';

const CLIENT = 3;
const INTERNAL = 1;
const ERROR = 2;

/** The trace and root span that were judged. */
export interface JudgedTrace {
  readonly traceId: string;
  readonly rootSpanId: string;
}

/** An OTLP request in JSON with the spans of one judgement, linked to what was judged. */
export function judgeTraceOtlp(trace: JudgeTrace, judged: JudgedTrace): Uint8Array {
  const root = {
    traceId: trace.traceId,
    spanId: trace.spanId,
    name: `judge ${trace.judge}`,
    kind: INTERNAL,
    startTimeUnixNano: nanosOf(trace.startMs),
    endTimeUnixNano: nanosOf(trace.endMs),
    attributes: attributesJson({
      [TRACEWRIGHT.spanKind]: 'evaluator',
      [TRACEWRIGHT.judge]: trace.judge,
      [TRACEWRIGHT.judgeFingerprint]: trace.fingerprint,
      [TRACEWRIGHT.input]: JSON.stringify(trace.input),
      ...(trace.error === null
        ? { [TRACEWRIGHT.output]: JSON.stringify(trace.output) }
        : { [OTEL.errorType]: trace.error }),
    }),
    links: [{ traceId: judged.traceId, spanId: judged.rootSpanId }],
    ...statusOf(trace.error),
  };
  const spans = [root, ...trace.calls.map((call) => callSpan(call, trace))];
  const resource = { attributes: attributesJson({ 'service.name': 'tracewright-online-judges' }) };
  const scope = { name: '@tracewright/collector/online' };
  return new TextEncoder().encode(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }));
}

function callSpan(call: RecordedModelCall, { traceId, spanId }: JudgeTrace): object {
  const { provider, requestModel, responseModel, inputTokens, outputTokens, reportedCostUsd } = call;
  return {
    traceId,
    spanId: call.spanId,
    parentSpanId: spanId,
    name: `chat ${requestModel}`,
    kind: CLIENT,
    startTimeUnixNano: nanosOf(call.startMs),
    endTimeUnixNano: nanosOf(call.endMs),
    attributes: attributesJson({
      [TRACEWRIGHT.spanKind]: 'llm',
      [GEN_AI.operationName]: 'chat',
      [GEN_AI.providerName]: provider,
      [GEN_AI.requestModel]: requestModel,
      [GEN_AI.inputMessages]: JSON.stringify(call.messages.map(messageOf)),
      ...(responseModel !== null && { [GEN_AI.responseModel]: responseModel }),
      ...(inputTokens !== null && { [GEN_AI.usageInputTokens]: inputTokens }),
      ...(outputTokens !== null && { [GEN_AI.usageOutputTokens]: outputTokens }),
      ...(reportedCostUsd !== null && { [GEN_AI.usageCost]: reportedCostUsd }),
      ...(call.answer !== null && {
        [GEN_AI.outputMessages]: JSON.stringify([
          { ...messageOf({ role: 'assistant', content: call.answer }), finish_reason: 'stop' },
        ]),
      }),
      ...(call.error !== null && { [OTEL.errorType]: call.error }),
    }),
    ...statusOf(call.error),
  };
}

function messageOf({ role, content }: JudgeMessage): object {
  return { role, parts: [{ type: 'text', content }] };
}

function statusOf(error: string | null): object {
  return error === null ? {} : { status: { code: ERROR, message: error } };
}

function nanosOf(ms: number): string {
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6)));
}
