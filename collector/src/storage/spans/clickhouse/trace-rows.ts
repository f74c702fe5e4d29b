import type { Nanos, NanoUsd } from '@tracewright/schema';
import type { SpanColumns, TraceRow } from '../span-store.ts';
import type { RowReader } from './row-binary/row-reader.ts';
import type { RowWriter } from './row-binary/row-writer.ts';
import { type StoredColumn, TYPE } from './stored-column.ts';

/** A row of `traces`: a summary, and what the next one is made with. */
export interface StoredTrace {
  readonly workspaceId: string;
  readonly row: TraceRow;
  /** The largest stands: see `traceVersion`. */
  readonly version: number;
  /** Where it stands among all changes: microseconds since the Unix epoch, unique within a store. */
  readonly change: number;
  /** When a root has said to which experiment the trace belongs, µs since the epoch; 0: none has. */
  readonly claimedUs: number;
  /** What its late events say first, where its spans say nothing. */
  readonly eventPreview: string;
  /** Between which minutes its spans lie. */
  readonly firstMinute: number;
  readonly lastMinute: number;
}

/** How often a trace may be written anew without a further span: what comes after that many stands by chance. */
const REVISIONS = 1_024;

/**
 * What decides between rows of one trace: whoever has read more of its spans knows better, whichever collector that was.
 *
 * @param completeness see `completenessOf`
 * @param before version of the row that was known, where it was made of as many spans
 */
export function traceVersion(completeness: number, before = -1): number {
  const revision = Math.floor(before / REVISIONS) === completeness ? (before % REVISIONS) + 1 : 0;
  return completeness * REVISIONS + Math.min(revision, REVISIONS - 1);
}

/** The `completeness` of the trace that has a version. */
export function completenessIn(version: number): number {
  return Math.floor(version / REVISIONS);
}

/** How much is known of a trace: it grows with every span that comes, and with every one that ends. */
export function completenessOf(spans: Iterable<Pick<SpanColumns, 'isPending'>>): number {
  let completeness = 0;
  for (const { isPending } of spans) completeness += isPending ? 1 : 2;
  return completeness;
}

/** {@link TraceRow} as it is kept. */
const OF_TRACE: readonly StoredColumn<StoredTrace>[] = [
  column('trace_id', TYPE.traceId, (to, row) => to.id(row.traceId, 16)),
  wordColumn('experiment_id', (row) => row.experimentId),
  column('root_span_id', TYPE.spanId, (to, row) => to.id(row.rootSpanId, 8)),
  column('has_root', TYPE.flag, (to, row) => to.flag(row.hasRoot)),
  wordColumn('name', (row) => row.name),
  {
    name: 'preview',
    type: TYPE.text,
    write: (to, { row, eventPreview }) => to.text(row.preview || eventPreview),
  },
  wordColumn('service', (row) => row.service),
  column('session_id', TYPE.text, (to, row) => to.text(row.sessionId)),
  column('user_id', TYPE.text, (to, row) => to.text(row.userId)),
  wordColumn('run_id', (row) => row.runId),
  column('start_ns', TYPE.timeNs, (to, row) => to.uint64(row.startNs)),
  column('end_ns', TYPE.timeNs, (to, row) => to.uint64(row.endNs)),
  column('duration_us', TYPE.count, (to, row) => to.int64(row.durationUs)),
  column('ttft_us', TYPE.count, (to, row) => to.int64(row.ttftUs)),
  wordColumn('status', (row) => row.status),
  column('span_count', TYPE.count, (to, row) => to.int64(row.spanCount)),
  column('llm_count', TYPE.count, (to, row) => to.int64(row.llmCount)),
  column('error_count', TYPE.count, (to, row) => to.int64(row.errorCount)),
  column('input_tokens', TYPE.count, (to, row) => to.int64(row.inputTokens)),
  column('output_tokens', TYPE.count, (to, row) => to.int64(row.outputTokens)),
  column('cost_nano_usd', TYPE.count, (to, row) => to.int64(row.costNanoUsd)),
  column('is_cost_partial', TYPE.flag, (to, row) => to.flag(row.isCostPartial)),
  column('is_usage_estimated', TYPE.flag, (to, row) => to.flag(row.isUsageEstimated)),
  { name: 'models', type: 'Array(LowCardinality(String))', texts: ({ row }) => row.models },
];

/** The columns of `traces`, in the order in which rows are written. */
export const TRACE_ROW: readonly StoredColumn<StoredTrace>[] = [
  { name: 'workspace', type: TYPE.word, word: (trace) => trace.workspaceId },
  ...OF_TRACE,
  { name: 'version', type: 'UInt64 CODEC(T64, LZ4)', write: (to, trace) => to.int64(trace.version) },
  { name: 'change', type: TYPE.moment, write: (to, trace) => to.int64(trace.change) },
  { name: 'claimed_us', type: TYPE.moment, write: (to, trace) => to.int64(trace.claimedUs) },
  { name: 'first_minute', type: TYPE.minute, write: (to, trace) => to.uint32(trace.firstMinute) },
  { name: 'last_minute', type: TYPE.minute, write: (to, trace) => to.uint32(trace.lastMinute) },
];

/** What {@link readTraceRow} reads, in its order. */
export const TRACE_SELECT: string = OF_TRACE.map(({ name }) => name).join(', ');

/** Reads what {@link TRACE_SELECT} has selected. */
export function readTraceRow(from: RowReader): TraceRow {
  return {
    traceId: from.id(16),
    experimentId: from.text(),
    rootSpanId: from.id(8),
    hasRoot: from.flag(),
    name: from.text(),
    preview: from.text(),
    service: from.text(),
    sessionId: from.text(),
    userId: from.text(),
    runId: from.text(),
    startNs: from.uint64() as Nanos,
    endNs: from.uint64() as Nanos,
    durationUs: from.int64(),
    ttftUs: from.int64(),
    status: from.text() as TraceRow['status'],
    spanCount: from.int64(),
    llmCount: from.int64(),
    errorCount: from.int64(),
    inputTokens: from.int64(),
    outputTokens: from.int64(),
    costNanoUsd: from.int64() as NanoUsd | -1,
    isCostPartial: from.flag(),
    isUsageEstimated: from.flag(),
    models: from.texts(),
  };
}

function column(name: string, type: string, write: (to: RowWriter, row: TraceRow) => void): StoredColumn<StoredTrace> {
  return { name, type, write: (to, { row }) => write(to, row) };
}

function wordColumn(name: string, word: (row: TraceRow) => string): StoredColumn<StoredTrace> {
  return { name, type: TYPE.word, word: ({ row }) => word(row) };
}
