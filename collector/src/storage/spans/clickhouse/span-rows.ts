import { type Nanos, type NanoUsd, STEP_KINDS, type StepKind } from '@tracewright/schema';
import type { SpanRecord } from '../span-record.ts';
import type { SpanColumns } from '../span-store.ts';
import type { SpanFacts } from './questions/span-facts.ts';
import type { RowReader } from './row-binary/row-reader.ts';
import type { RowWriter } from './row-binary/row-writer.ts';
import { type StoredColumn, TYPE } from './stored-column.ts';

/** No block: of a span whose payload has a row of its own, as all had once. */
export const NO_BLOCK = 0n;

/** What is kept of a span's payload beside it. */
export interface StoredPlace {
  /** In which block of `payload_blocks` it stands. */
  readonly block: bigint;
  /** Whether a part of an ended span was cut off before it was sent. */
  readonly isTruncated: boolean;
}

/** A record of a span together with its place and its rank among others of the same span. */
export interface StoredRecord extends StoredPlace {
  /** Microseconds since the Unix epoch; of two records the first one to arrive stands. */
  readonly arrivedUs: number;
  readonly columns: SpanColumns;
}

/** A row of `spans`: what is known of a span without its payload. */
export interface SpanRow extends StoredRecord {
  readonly workspaceId: string;
  /** Of its trace. */
  readonly experimentId: string;
  readonly facts: SpanFacts;
  /** How much was known of its trace when the facts were worked out: see `completeness`. */
  readonly completeness: number;
  /** Takes the row of this place out. */
  readonly isGone: boolean;
}

const MINUTE_NS = 60_000_000_000n;
const NS_PER_MINUTE = Number(MINUTE_NS);
/** Of a minute. */
const NEAR_END = 1e-6;
const MAX_COMPLETENESS = (1 << 20) - 1;
/** Set in the rank of an ended record. */
const ENDED = 2 ** 43;

/** Minutes from the epoch to the start of a span: spans of a time lie together, and those of a trace within it. */
export function minuteOf({ startNs }: Pick<SpanColumns, 'startNs'>): number {
  // A double is off by some thousands of a minute's nanoseconds: only beside its ends that may decide.
  const minutes = Number(startNs) / NS_PER_MINUTE;
  const minute = Math.floor(minutes);
  const isSure = minutes - minute > NEAR_END && minute + 1 - minutes > NEAR_END;
  return isSure ? minute : Number(startNs / MINUTE_NS);
}

/**
 * What decides between rows of one span, the largest first: an ended record before a pending one, the earlier arrival
 * (in ms) before the later, then the row that knows more of the trace.
 */
export function versionOf(row: Pick<SpanRow, 'columns' | 'arrivedUs' | 'completeness'>): bigint {
  return (BigInt(rankOf(row)) << 20n) | BigInt(knownOf(row));
}

/** The upper 44 bits of a version. */
function rankOf({ columns, arrivedUs }: Pick<SpanRow, 'columns' | 'arrivedUs'>): number {
  const earliness = ENDED - 1 - Math.floor(arrivedUs / 1_000);
  return columns.isPending ? earliness : ENDED + earliness;
}

/** The lower 20 bits. */
function knownOf({ completeness }: Pick<SpanRow, 'completeness'>): number {
  return Math.min(completeness, MAX_COMPLETENESS);
}

/** {@link versionOf}, written without being made. */
function writeVersion(to: RowWriter, row: SpanRow): void {
  const rank = rankOf(row);
  const upper = Math.floor(rank / 4_096);
  to.uint32((rank - upper * 4_096) * (MAX_COMPLETENESS + 1) + knownOf(row));
  to.uint32(upper);
}

/** The key of spans. */
export const SPAN_KEY: readonly StoredColumn<Pick<SpanRow, 'workspaceId' | 'columns'>>[] = [
  { name: 'workspace', type: TYPE.word, word: (row) => row.workspaceId },
  { name: 'minute', type: TYPE.minute, write: (to, row) => to.uint32(minuteOf(row.columns)) },
  { name: 'trace_id', type: TYPE.traceId, write: (to, row) => to.id(row.columns.traceId, 16) },
  { name: 'span_id', type: TYPE.spanId, write: (to, row) => to.id(row.columns.spanId, 8) },
];

/** {@link SpanColumns} as they are kept. */
const OF_SPAN: readonly StoredColumn<SpanRow>[] = [
  ...[
    column('parent_span_id', TYPE.parentId, (to, span) => to.id(span.parentSpanId, 8)),
    column('fallback_parent_span_id', TYPE.parentId, (to, span) => to.id(span.fallbackParentSpanId, 8)),
    wordColumn('name', (span) => span.name),
    wordColumn('kind', (span) => span.kind),
    column('otel_kind', 'UInt8', (to, span) => to.uint8(span.otelKind)),
    column('start_ns', TYPE.timeNs, (to, span) => to.uint64(span.startNs)),
    column('length_ns', 'UInt64 CODEC(T64, LZ4)', (to, span) => to.uint64(span.endNs - span.startNs)),
    column('status_code', 'UInt8', (to, span) => to.uint8(span.statusCode)),
    column('is_pending', TYPE.flag, (to, span) => to.flag(span.isPending)),
    wordColumn('service', (span) => span.service),
    wordColumn('provider', (span) => span.provider),
    wordColumn('model', (span) => span.model),
    column('ttft_us', TYPE.count, (to, span) => to.int64(span.ttftUs)),
    column('is_stream_input', TYPE.flag, (to, span) => to.flag(span.isStreamInput)),
    column('input_tokens', TYPE.count, (to, span) => to.int64(span.inputTokens)),
    column('output_tokens', TYPE.count, (to, span) => to.int64(span.outputTokens)),
    column('cache_read_tokens', TYPE.count, (to, span) => to.int64(span.cacheReadTokens)),
    column('cache_write_tokens', TYPE.count, (to, span) => to.int64(span.cacheWriteTokens)),
    column('reasoning_tokens', TYPE.count, (to, span) => to.int64(span.reasoningTokens)),
    column('is_usage_estimated', TYPE.flag, (to, span) => to.flag(span.isUsageEstimated)),
    column('cost_nano_usd', TYPE.count, (to, span) => to.int64(span.costNanoUsd)),
    column('is_cost_partial', TYPE.flag, (to, span) => to.flag(span.isCostPartial)),
    wordColumn('cost_source', (span) => span.costSource),
    column('session_id', TYPE.text, (to, span) => to.text(span.sessionId)),
    column('user_id', TYPE.text, (to, span) => to.text(span.userId)),
    wordColumn('run_id', (span) => span.runId),
    wordColumn('prompt_name', (span) => span.promptName),
    wordColumn('prompt_version', (span) => span.promptVersion),
    column('preview', TYPE.text, (to, span) => to.text(span.preview)),
  ],
];

/** What is known of it as a part of its trace. */
const OF_FACTS: readonly StoredColumn<SpanRow>[] = [
  { name: 'experiment_id', type: TYPE.word, word: (row) => row.experimentId },
  { name: 'duration_us', type: TYPE.count, write: (to, { facts }) => to.int64(facts.durationUs) },
  { name: 'self_us', type: TYPE.count, write: (to, { facts }) => to.int64(facts.selfUs) },
  { name: 'critical_us', type: TYPE.count, write: (to, { facts }) => to.int64(facts.criticalUs) },
  { name: 'skew_us', type: TYPE.count, write: (to, { facts }) => to.int64(facts.skewUs) },
  { name: 'path', type: TYPE.word, word: ({ facts }) => facts.path },
  { name: 'is_repeated', type: TYPE.flag, write: (to, { facts }) => to.flag(facts.isRepeated) },
];

/** Where its payload is. */
const OF_PAYLOAD: readonly StoredColumn<SpanRow>[] = [
  { name: 'block', type: 'UInt64 CODEC(LZ4)', write: (to, row) => to.uint64(row.block) },
  { name: 'is_truncated', type: TYPE.flag, write: (to, row) => to.flag(row.isTruncated) },
];

/** The columns of `spans`, in the order in which rows are written. */
export const SPAN_ROW: readonly StoredColumn<SpanRow>[] = [
  ...SPAN_KEY,
  { name: 'version', type: TYPE.moment, write: writeVersion },
  { name: 'is_gone', type: 'UInt8', write: (to, row) => to.flag(row.isGone) },
  { name: 'arrived_us', type: TYPE.moment, write: (to, row) => to.int64(row.arrivedUs) },
  ...OF_PAYLOAD,
  ...OF_SPAN,
  ...OF_FACTS,
];

/** What {@link readPlace} reads, in its order. */
export const PLACE_SELECT: string = OF_PAYLOAD.map(({ name }) => name).join(', ');

/** What {@link readSpanColumns} reads, in its order. */
export const SPAN_SELECT: string = ['trace_id', 'span_id', ...OF_SPAN.map(({ name }) => name)].join(', ');

/** What {@link readFacts} reads, in its order. */
export const FACTS_SELECT: string = OF_FACTS.slice(1)
  .map(({ name }) => name)
  .join(', ');

/** Reads what {@link PLACE_SELECT} has selected. */
export function readPlace(from: RowReader): StoredPlace {
  return { block: from.uint64(), isTruncated: from.flag() };
}

/** Reads what {@link SPAN_SELECT} has selected. */
export function readSpanColumns(from: RowReader): SpanColumns {
  const traceId = from.id(16);
  const spanId = from.id(8);
  const parentSpanId = from.id(8);
  const fallbackParentSpanId = from.id(8);
  const name = from.text();
  const kind = kindOf(from.text());
  const otelKind = from.uint8();
  const startNs = from.uint64() as Nanos;
  return {
    ...{ traceId, spanId, parentSpanId, fallbackParentSpanId, name, kind, otelKind, startNs },
    endNs: (startNs + from.uint64()) as Nanos,
    statusCode: from.uint8() as SpanRecord['statusCode'],
    isPending: from.flag(),
    service: from.text(),
    provider: from.text(),
    model: from.text(),
    ttftUs: from.int64(),
    isStreamInput: from.flag(),
    inputTokens: from.int64(),
    outputTokens: from.int64(),
    cacheReadTokens: from.int64(),
    cacheWriteTokens: from.int64(),
    reasoningTokens: from.int64(),
    isUsageEstimated: from.flag(),
    costNanoUsd: from.int64() as NanoUsd | -1,
    isCostPartial: from.flag(),
    costSource: from.text(),
    sessionId: from.text(),
    userId: from.text(),
    runId: from.text(),
    promptName: from.text(),
    promptVersion: from.text(),
    preview: from.text(),
  };
}

/** Reads what {@link FACTS_SELECT} has selected. */
export function readFacts(from: RowReader): SpanFacts {
  return {
    durationUs: from.int64(),
    selfUs: from.int64(),
    criticalUs: from.int64(),
    skewUs: from.int64(),
    path: from.text(),
    isRepeated: from.flag(),
  };
}

function column(name: string, type: string, write: (to: RowWriter, span: SpanColumns) => void): StoredColumn<SpanRow> {
  return { name, type, write: (to, { columns }) => write(to, columns) };
}

function wordColumn(name: string, word: (span: SpanColumns) => string): StoredColumn<SpanRow> {
  return { name, type: TYPE.word, word: ({ columns }) => word(columns) };
}

/** One that a later version has written is shown as a task. */
function kindOf(text: string): StepKind {
  return (STEP_KINDS as readonly string[]).includes(text) ? (text as StepKind) : 'task';
}
