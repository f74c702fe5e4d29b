import { type Message, type SpanDetail, toUsd } from '@tracewright/schema';
import {
  documentsIn,
  type RowSpan,
  type RowTrace,
  type ScoredRow,
  type ToolCall,
  toolCallsIn,
} from '@tracewright/scoring';
import { exchangeOf } from '../../routes/mlflow/traces/span-exchange.ts';
import type { SpanColumns, StoredSpan } from '../../storage/spans/span-store.ts';
import type { TraceFacts } from './trace-facts.ts';

const ERROR = 2;

/** A stored trace as scorers see a row. @param detailOf unpacks a span */
export function scoredRow({ row, spans, details }: TraceFacts, detailOf: (span: StoredSpan) => SpanDetail): ScoredRow {
  const opened = details.map(detailOf);
  const root = opened.find(({ spanId }) => spanId === row.rootSpanId);
  const { input, output } = root === undefined ? { input: null, output: null } : exchangeOf(root);
  return {
    key: row.traceId,
    inputs: plainInput(input),
    outputs: plainOutput(output),
    expectations: {},
    context: undefined,
    tags: {},
    trace: {
      traceId: row.traceId,
      durationMs: row.durationUs / 1_000,
      costUsd: row.costNanoUsd === -1 ? null : toUsd(row.costNanoUsd),
      isCostPartial: row.isCostPartial,
      inputTokens: known(row.inputTokens),
      outputTokens: known(row.outputTokens),
      toolCalls: toolCallsOf(opened),
      documents: opened
        .filter(({ kind }) => kind === 'retriever')
        .flatMap(({ content }) => documentsIn(content.documents.length > 0 ? content.documents : content.output)),
      callsByProvider: {},
      spans: spans.map((span) => rowSpan(span, spans[0]?.startNs ?? span.startNs)),
    } satisfies RowTrace,
  };
}

/** A text where that is all that was asked; else the fields, messages with their texts. */
export function plainInput(input: unknown): unknown {
  if (!isRecord(input) || !isMessages(input.messages)) return input;
  return { messages: input.messages.map(({ role, parts }) => ({ role, content: textOf(parts) })) };
}

function plainOutput(output: unknown): unknown {
  return isMessages(output) ? output.map(({ parts }) => textOf(parts)).join('\n') : output;
}

/** What tools did; where none was recorded what models asked for. */
function toolCallsOf(details: readonly SpanDetail[]): readonly ToolCall[] {
  const ran = details.filter(({ kind }) => kind === 'tool');
  if (ran.length === 0) return details.flatMap(({ content }) => toolCallsIn(content.outputMessages));
  return ran.map(({ name, attributes, content }) => ({
    name: String(attributes['gen_ai.tool.name'] ?? name),
    arguments: content.input,
    ...(content.output === undefined ? {} : { result: content.output }),
  }));
}

function rowSpan(span: SpanColumns, startNs: bigint): RowSpan {
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    name: span.name,
    kind: span.kind,
    startMs: Number(span.startNs - startNs) / 1e6,
    durationMs: Number(span.endNs - span.startNs) / 1e6,
    model: span.model || null,
    error: span.statusCode === ERROR ? '_OTHER' : null,
  };
}

function textOf(parts: Message['parts']): string {
  return parts.flatMap((part) => (part.type === 'text' && 'content' in part ? [String(part.content)] : [])).join('\n');
}

function isMessages(value: unknown): value is readonly Message[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => isRecord(one) && Array.isArray(one.parts));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function known(count: number): number | null {
  return count < 0 ? null : count;
}
