import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Nanos, NanoUsd } from '@tracewright/schema';
import type { TraceRow } from '../span-store.ts';
import { idBytes, readId } from './chunk/id-bytes.ts';

/** Order of the codes on disk. */
export const STATUS_CODES: readonly TraceRow['status'][] = ['unset', 'ok', 'error', 'running'];

/** What is true of traces that failed. */
export const FAILED_SQL: string = `status = ${STATUS_CODES.indexOf('error')}`;

/** Bits of `flags`. */
export const FLAG = { hasRoot: 1, isCostPartial: 2, isUsageEstimated: 4, isSettled: 8, isIndexed: 16 } as const;

/** What is true of traces that the indexes by user and by session hold, and of those that wait for it. */
export const INDEXED_SQL: string = `(flags & ${FLAG.isIndexed}) <> 0`;
export const WAITING_SQL: string = `(flags & ${FLAG.isIndexed}) = 0`;

/**
 * Traces that are few and looked for most. Files of before lack these indexes, and get them when they are opened. Users
 * and sessions come in no order, so that each trace of its own would write a page of each of their indexes: traces
 * wait until there are many.
 */
export const FEW_TRACES_SCHEMA: string = `
DROP INDEX IF EXISTS traces_by_user;
DROP INDEX IF EXISTS traces_by_session;
CREATE INDEX IF NOT EXISTS traces_failed ON traces(workspace, start_ns DESC, trace_id DESC) WHERE ${FAILED_SQL};
CREATE INDEX IF NOT EXISTS traces_of_user ON traces(workspace, user_id, start_ns DESC, trace_id DESC) WHERE user_id <> '' AND ${INDEXED_SQL};
CREATE INDEX IF NOT EXISTS traces_of_session ON traces(workspace, session_id, start_ns DESC, trace_id DESC) WHERE session_id <> '' AND ${INDEXED_SQL};
CREATE INDEX IF NOT EXISTS traces_waiting ON traces(workspace, start_ns DESC, trace_id DESC) WHERE ${WAITING_SQL};
`;

/** What is true of traces with one of the problems that data quality counts. */
export const PROBLEM_SQL: Readonly<Record<string, string>> = {
  unended: `status = ${STATUS_CODES.indexOf('running')}`,
  orphaned: `(flags & ${FLAG.hasRoot}) = 0`,
  unpriced: `(flags & ${FLAG.isCostPartial}) <> 0`,
  estimated: `(flags & ${FLAG.isUsageEstimated}) <> 0`,
};

const HALF = 1n << 63n;

/** A time as the signed integer that sorts like it. */
export function timeKey(ns: bigint): bigint {
  return ns - HALF;
}

/** The time that such a key stands for. */
export function timeOfKey(key: bigint): bigint {
  return key + HALF;
}

/** Columns of a trace's summary as `traces` holds them; `id` and `workspace` are the table's own. */
const SUMMARY_COLUMNS = [
  'start_ns',
  'end_ns',
  'duration_us',
  'ttft_us',
  'change',
  'status',
  'flags',
  'span_count',
  'llm_count',
  'error_count',
  'input_tokens',
  'output_tokens',
  'cost_nano_usd',
  'experiment_id',
  'root_span_id',
  'name',
  'service',
  'session_id',
  'user_id',
  'run_id',
  'models',
  'preview',
] as const;

/** What {@link readTraceRow} needs. Statements that select it must read integers as bigints. */
export const TRACE_COLUMNS: string = ['trace_id', ...SUMMARY_COLUMNS].join(', ');

/** Brings the table of a file of before up to date: what stands there does not say when its first token came. */
export function completeTraces(db: DatabaseSync): void {
  if (!areTracesComplete(db)) db.exec('ALTER TABLE traces ADD COLUMN ttft_us INTEGER');
}

/** The same for who only reads, to whom the file is not theirs to change: a view of it that only this connection has. */
export function standInForColumns(db: DatabaseSync): void {
  if (!areTracesComplete(db)) db.exec('CREATE TEMP VIEW traces AS SELECT *, NULL AS ttft_us FROM main.traces');
}

/** Whether the table has all columns that it has by now. */
export function areTracesComplete(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM pragma_table_info('traces') WHERE name = 'ttft_us'").get() !== undefined;
}

/** Key of a stored trace, and what its next summary inherits. */
export interface StoredTrace {
  readonly id: number;
  readonly experimentId: string;
  /** Whether a root has said to which experiment the trace belongs. */
  readonly isSettled: boolean;
}

/** Writes the table `traces`. */
export class TraceTable {
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #find: StatementSync;

  constructor(db: DatabaseSync) {
    const values = ['?', '?', ...SUMMARY_COLUMNS.map(() => '?')].join(', ');
    this.#insert = db.prepare(
      `INSERT OR IGNORE INTO traces(workspace, trace_id, ${SUMMARY_COLUMNS.join(', ')}) VALUES (${values})`,
    );
    const setting = SUMMARY_COLUMNS.map((column) =>
      column === 'flags' ? `flags = ? | (flags & ${FLAG.isIndexed})` : `${column} = ?`,
    );
    this.#update = db.prepare(`UPDATE traces SET ${setting.join(', ')} WHERE id = ?`);
    this.#find = db.prepare('SELECT id, experiment_id, flags FROM traces WHERE workspace = ? AND trace_id = ?');
  }

  /** @returns the new trace's id, undefined if the trace is there already: then nothing has changed. */
  insert(workspace: number, row: TraceRow, isSettled: boolean, change: number): number | undefined {
    const { changes, lastInsertRowid } = this.#insert.run(
      workspace,
      idBytes(row.traceId),
      ...summaryValues(row, isSettled, change, isWaiting(row) ? 0 : FLAG.isIndexed),
    );
    return Number(changes) === 0 ? undefined : Number(lastInsertRowid);
  }

  update(id: number, row: TraceRow, isSettled: boolean, change: number): void {
    this.#update.run(...summaryValues(row, isSettled, change, 0), id);
  }

  find(workspace: number, traceId: string): StoredTrace | undefined {
    const row = this.#find.get(workspace, idBytes(traceId));
    if (row === undefined) return undefined;
    return {
      id: Number(row.id),
      experimentId: String(row.experiment_id),
      isSettled: (Number(row.flags) & FLAG.isSettled) !== 0,
    };
  }
}

/** Whether a new trace waits for the indexes by user and by session: they have nothing of one without either. */
export function isWaiting({ userId, sessionId }: Pick<TraceRow, 'userId' | 'sessionId'>): boolean {
  return userId !== '' || sessionId !== '';
}

function summaryValues(row: TraceRow, isSettled: boolean, change: number, isIndexed: number): SQLInputValue[] {
  return [
    timeKey(row.startNs),
    timeKey(row.endNs),
    row.durationUs,
    row.ttftUs,
    change,
    STATUS_CODES.indexOf(row.status),
    (row.hasRoot ? FLAG.hasRoot : 0) |
      (row.isCostPartial ? FLAG.isCostPartial : 0) |
      (row.isUsageEstimated ? FLAG.isUsageEstimated : 0) |
      (isSettled ? FLAG.isSettled : 0) |
      isIndexed,
    row.spanCount,
    row.llmCount,
    row.errorCount,
    row.inputTokens,
    row.outputTokens,
    row.costNanoUsd,
    row.experimentId,
    idBytes(row.rootSpanId),
    row.name,
    row.service,
    row.sessionId,
    row.userId,
    row.runId,
    JSON.stringify(row.models),
    row.preview,
  ];
}

/** A row that {@link TRACE_COLUMNS} selected. */
export function readTraceRow(row: Readonly<Record<string, unknown>>): TraceRow {
  const flags = Number(row.flags);
  return {
    traceId: idOf(row.trace_id),
    experimentId: String(row.experiment_id),
    rootSpanId: idOf(row.root_span_id),
    hasRoot: (flags & FLAG.hasRoot) !== 0,
    name: String(row.name),
    preview: String(row.preview),
    service: String(row.service),
    sessionId: String(row.session_id),
    userId: String(row.user_id),
    runId: String(row.run_id),
    startNs: ((row.start_ns as bigint) + HALF) as Nanos,
    endNs: ((row.end_ns as bigint) + HALF) as Nanos,
    durationUs: Number(row.duration_us),
    ttftUs: Number(row.ttft_us ?? -1),
    status: STATUS_CODES[Number(row.status)] ?? 'unset',
    spanCount: Number(row.span_count),
    llmCount: Number(row.llm_count),
    errorCount: Number(row.error_count),
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    costNanoUsd: Number(row.cost_nano_usd) as NanoUsd | -1,
    isCostPartial: (flags & FLAG.isCostPartial) !== 0,
    isUsageEstimated: (flags & FLAG.isUsageEstimated) !== 0,
    models: JSON.parse(String(row.models)) as readonly string[],
  };
}

function idOf(bytes: unknown): string {
  const id = bytes as Uint8Array;
  return readId(id, 0, id.length);
}
