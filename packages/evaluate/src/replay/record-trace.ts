import { ATTEMPT_EVENT, GEN_AI, OPENAI, OTEL, type OutputMessage, TRACEWRIGHT } from '@tracewright/schema';
import { type AskedCall, askedCall, cutAttributes, parsed, present } from './call-request.ts';
import { type StoredSpan, spansOf } from './otlp-trace.ts';
import {
  type ModelAnswer,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  type RecordedCall,
  type RecordedFailure,
  type RecordedUsage,
  type Recording,
} from './recording.ts';

/** Calls of these can be answered by others: steps of the app's own run as they are. */
const OPENAI_SCOPE = '@tracewright/instrumentation-openai';
const SCOPES: readonly string[] = [OPENAI_SCOPE, '@tracewright/instrumentation-langchain'];

/** A recording, and what is missing in it. */
export interface RecordedTrace {
  readonly recording: Recording;
  /** Calls that cannot be answered from it, each with the reason. */
  readonly gaps: readonly string[];
}

/**
 * Makes a recording of a stored trace. It holds what the trace shows: what was redacted or left out there is not in it
 * either, and headers never are.
 *
 * @param lines OTLP JSON, as the collector exports one trace
 * @returns undefined where there is no span
 */
export function recordTrace(lines: string): RecordedTrace | undefined {
  const spans = spansOf(lines);
  const root = spans.find(({ parentSpanId }) => parentSpanId === undefined) ?? spans[0];
  if (root === undefined) return undefined;
  const calls: RecordedCall[] = [];
  const gaps: string[] = [];
  const asked = new Map(
    spans.map((span) => [span.spanId, SCOPES.includes(span.scope) ? askedCall(span.attributes) : undefined]),
  );
  const parents = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  for (const span of spans) {
    if (isInsideCall(span, asked, parents)) continue;
    const call = asked.get(span.spanId);
    if (call === undefined) {
      if (isUnanswerable(span)) gaps.push(`${span.name}: a span does not hold such answers`);
      continue;
    }
    if (isAnsweredElsewhere(span, spans)) continue;
    calls.push(recordedCall(span, call));
    const lack = lackOf(span, call);
    if (lack !== undefined) gaps.push(`${span.name}: ${lack}`);
  }
  const trace = { id: root.traceId, name: root.name };
  return { recording: { format: RECORDING_FORMAT, version: RECORDING_VERSION, trace, calls }, gaps };
}

/** Tools and retrievers are answered as a whole: nobody gets as far as what is inside them. */
function isInsideCall(
  span: StoredSpan,
  asked: ReadonlyMap<string, AskedCall | undefined>,
  parents: ReadonlyMap<string, string | undefined>,
): boolean {
  const seen = new Set([span.spanId]);
  for (let at = span.parentSpanId; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if ((asked.get(at)?.kind ?? 'model') !== 'model') return true;
    seen.add(at);
  }
  return false;
}

/** By the app's own cache, from what was said before; or by one request for several runs, which has a span of its own. */
function isAnsweredElsewhere({ spanId, attributes }: StoredSpan, spans: readonly StoredSpan[]): boolean {
  if (attributes[TRACEWRIGHT.cacheHit] === true) return true;
  if (attributes[GEN_AI.usageInputTokens] !== undefined) return false;
  return spans.some((span) => span.scope === OPENAI_SCOPE && span.parentSpanId === spanId && isModelCall(span));
}

function isModelCall({ attributes }: StoredSpan): boolean {
  return askedCall(attributes)?.kind === 'model';
}

function recordedCall(span: StoredSpan, { kind, request }: AskedCall): RecordedCall {
  const call = { kind, name: span.name, request };
  if (span.hasFailed) return { ...call, error: failureOf(span) };
  const { attributes } = span;
  if (kind === 'model') return { ...call, answer: modelAnswer(span) };
  const attribute = kind === 'tool' ? GEN_AI.toolCallResult : GEN_AI.retrievalDocuments;
  return { ...call, answer: { result: parsed(attributes[attribute]) ?? null } };
}

function modelAnswer({ attributes }: StoredSpan): ModelAnswer {
  const usage: RecordedUsage = present({
    input: attributes[GEN_AI.usageInputTokens] as number | undefined,
    output: attributes[GEN_AI.usageOutputTokens] as number | undefined,
    cacheRead: attributes[GEN_AI.usageCacheReadInputTokens] as number | undefined,
    reasoning: attributes[GEN_AI.usageReasoningOutputTokens] as number | undefined,
  });
  // What was only counted was not told to the app.
  const isReported = attributes[TRACEWRIGHT.usageEstimated] !== true && Object.keys(usage).length > 0;
  return present({
    messages: (parsed(attributes[GEN_AI.outputMessages]) ?? []) as readonly OutputMessage[],
    id: attributes[GEN_AI.responseId] as string | undefined,
    model: attributes[GEN_AI.responseModel] as string | undefined,
    finishReasons: attributes[GEN_AI.responseFinishReasons] as readonly string[] | undefined,
    serviceTier: attributes[OPENAI.responseServiceTier] as string | undefined,
    systemFingerprint: attributes[OPENAI.responseSystemFingerprint] as string | undefined,
    usage: isReported ? usage : undefined,
    chunks: attributes[TRACEWRIGHT.streamChunks] as number | undefined,
  });
}

function failureOf({ attributes, statusMessage, events }: StoredSpan): RecordedFailure {
  const attempts = events.filter(({ name }) => name === ATTEMPT_EVENT.name);
  return present({
    type: String(attributes[OTEL.errorType] ?? 'Error'),
    message: statusMessage ?? 'the call failed',
    status: attempts.at(-1)?.attributes[ATTEMPT_EVENT.status] as number | undefined,
  });
}

/** Why a call cannot be answered as it was, if it cannot. */
function lackOf({ attributes, hasFailed }: StoredSpan, { kind, request }: AskedCall): string | undefined {
  const asked = kind === 'model' ? request.messages : kind === 'tool' ? request.arguments : request.query;
  if (asked === undefined) return 'the trace was made without content';
  const answers = [GEN_AI.outputMessages, GEN_AI.toolCallResult, GEN_AI.retrievalDocuments];
  const cut = cutAttributes(attributes).find((name) => (answers as readonly string[]).includes(name));
  if (cut !== undefined && !hasFailed) return 'its answer was cut; raise maxContentLength and maxContentStringLength';
  if (attributes[TRACEWRIGHT.streamEnd] === 'cancelled') return 'the app left its stream, and the rest is not known';
  return undefined;
}

/** A request, or a model, whose answer is vectors, an image, a sound, a file. */
function isUnanswerable({ attributes, scope }: StoredSpan): boolean {
  return scope === OPENAI_SCOPE || (SCOPES.includes(scope) && attributes[GEN_AI.operationName] === 'embeddings');
}
