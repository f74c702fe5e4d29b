import type { TracewrightClient } from '@tracewright/client/node';
import { type Message, type SpanDetail, STEP_KINDS, type TraceSkeleton, type TraceSummary } from '@tracewright/schema';
import {
  type Expectations,
  parsedJson,
  type RowDocument,
  type RowSpan,
  type RowTrace,
  type ToolCall,
  toolCallsIn,
} from '@tracewright/scoring';

type Server = Pick<TracewrightClient, 'connection'>;

interface WireExpectation {
  readonly value?: unknown;
  readonly serialized_value?: { readonly value?: string };
}

interface TraceAnswer {
  readonly trace: {
    readonly trace_info: {
      readonly assessments?: readonly {
        readonly assessment_name: string;
        readonly expectation?: WireExpectation;
        readonly valid?: boolean;
      }[];
    };
  };
}

/** As many spans of a trace are read for tools and documents. */
const MAX_DETAILS = 100;
const KINDS_WITH_DETAILS: ReadonlySet<string> = new Set(['tool', 'retriever', 'llm']);
const ERROR_STATUS = 2;

/** What went into a stored trace and what came out of it, as its root says. */
export interface TraceExchange {
  readonly inputs: unknown;
  readonly outputs: unknown;
}

/** @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` for a trace that is not there */
export async function storedExchange({ connection }: Server, traceId: string): Promise<TraceExchange> {
  const skeleton = await skeletonOf({ connection }, traceId);
  const root = skeleton.parent.indexOf(-1);
  const { content } = await spanOf({ connection }, traceId, skeleton.spanId[root]!);
  return {
    inputs:
      content.input ??
      (content.inputMessages.length === 0 ? null : { messages: content.inputMessages.map(plainMessage) }),
    outputs:
      content.output ?? (content.outputMessages.length === 0 ? null : content.outputMessages.map(textOf).join('\n')),
  };
}

/** What people have said is expected of a trace, by name; nothing where they have not. */
export async function storedExpectations({ connection }: Server, traceId: string): Promise<Expectations> {
  const path = `/api/3.0/mlflow/traces/tr-${traceId}`;
  const answer = await connection.ask<TraceAnswer>({ method: 'GET', path });
  const { assessments = [] } = answer.trace.trace_info;
  return Object.fromEntries(
    assessments.flatMap(({ assessment_name: name, expectation, valid = true }) =>
      expectation === undefined || !valid ? [] : [[name, expectedValue(expectation)] as const],
    ),
  );
}

/** The facts of a stored trace. @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` for one that is not there */
export async function storedRowTrace({ connection }: Server, traceId: string): Promise<RowTrace> {
  const [summary, skeleton] = await Promise.all([
    connection.ask<TraceSummary>({ method: 'GET', path: `/api/v1/traces/${traceId}` }),
    skeletonOf({ connection }, traceId),
  ]);
  const spans = skeleton.spanId.map((_, index) => rowSpan(skeleton, index));
  const detailed = spans.filter(({ kind }) => KINDS_WITH_DETAILS.has(kind)).slice(0, MAX_DETAILS);
  const details = await Promise.all(detailed.map(({ spanId }) => spanOf({ connection }, traceId, spanId)));
  return {
    traceId,
    durationMs: summary.durationMs,
    costUsd: summary.costUsd,
    isCostPartial: summary.isCostPartial,
    inputTokens: summary.inputTokens,
    outputTokens: summary.outputTokens,
    toolCalls: toolCallsOf(details),
    documents: details.flatMap(({ content }) => content.documents.map(rowDocument)),
    callsByProvider: {},
    spans,
  };
}

function expectedValue({ value, serialized_value: serialized }: WireExpectation): unknown {
  return serialized === undefined ? value : parsedJson(serialized.value);
}

function skeletonOf({ connection }: Server, traceId: string): Promise<TraceSkeleton> {
  return connection.ask<TraceSkeleton>({ method: 'GET', path: `/api/v1/traces/${traceId}/skeleton` });
}

function spanOf({ connection }: Server, traceId: string, spanId: string): Promise<SpanDetail> {
  return connection.ask<SpanDetail>({ method: 'GET', path: `/api/v1/traces/${traceId}/spans/${spanId}` });
}

function rowSpan(skeleton: TraceSkeleton, index: number): RowSpan {
  const parent = skeleton.parent[index] ?? -1;
  const model = skeleton.model[index] ?? -1;
  return {
    spanId: skeleton.spanId[index]!,
    parentSpanId: parent < 0 ? null : skeleton.spanId[parent]!,
    name: skeleton.names[skeleton.name[index]!] ?? '',
    kind: STEP_KINDS[skeleton.kind[index]!] ?? 'task',
    startMs: skeleton.startUs[index]! / 1_000,
    durationMs: skeleton.lengthUs[index]! / 1_000,
    model: model < 0 ? null : (skeleton.models[model] ?? null),
    error: skeleton.status[index] === ERROR_STATUS ? '_OTHER' : null,
  };
}

function toolCallsOf(details: readonly SpanDetail[]): readonly ToolCall[] {
  const ran = details.filter(({ kind }) => kind === 'tool');
  if (ran.length === 0) return details.flatMap(({ content }) => toolCallsIn(content.outputMessages));
  return ran.map(({ name, attributes, content }) => ({
    name: String(attributes['gen_ai.tool.name'] ?? name),
    arguments: content.input,
    ...(content.output === undefined ? {} : { result: content.output }),
  }));
}

function rowDocument({ id, content = '', score }: SpanDetail['content']['documents'][number]): RowDocument {
  return { ...(id === undefined ? {} : { id }), content, ...(score === undefined ? {} : { score }) };
}

function plainMessage(message: Message): { readonly role: string; readonly content: string } {
  return { role: message.role, content: textOf(message) };
}

function textOf({ parts }: Message): string {
  return parts.flatMap((part) => (part.type === 'text' && 'content' in part ? [String(part.content)] : [])).join('\n');
}
