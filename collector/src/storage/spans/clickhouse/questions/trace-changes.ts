import type { ChangePage, RunTrace, RunTracePage } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { RowReader } from '../row-binary/row-reader.ts';
import { readTraceRow, TRACE_SELECT } from '../trace-rows.ts';
import { type Change, ChangeLog, windowBefore } from './change-log.ts';

/** The newest parts are small: who watches a store that is written to reads few rows, however many there are. */
const LOOKS_BACK_S = [60, 86_400, 4_000_000_000];

/** Which traces have changed, in every workspace. */
export class TraceChanges {
  readonly #database: ClickHouseDatabase;
  readonly #logs = new Map<string, ChangeLog>();

  constructor(database: ClickHouseDatabase) {
    this.#database = database;
  }

  async changes(workspaceId: string, since: number, limit: number): Promise<ChangePage> {
    const { changes, cursor } = await this.#log(workspaceId).follow(since, limit, (from, most) =>
      this.#read(
        workspaceId,
        'trace_id, change',
        `change > ${from} ORDER BY change, trace_id LIMIT ${most}`,
        readChange,
      ),
    );
    return { traceIds: changes.map(({ traceId }) => traceId), cursor };
  }

  async runTraces(workspaceId: string, since: number, limit: number): Promise<RunTracePage> {
    const { changes, cursor } = await this.#log(workspaceId).follow(since, limit, (from, most) =>
      this.#read(
        workspaceId,
        `${TRACE_SELECT}, change`,
        `run_id <> '' AND change > ${from} ORDER BY change, trace_id LIMIT ${most}`,
        (row) => ({ ...readTraceRow(row), change: Number(row.uint64()) }),
      ),
    );
    const traces = changes.map(({ change: _, ...trace }): RunTrace => trace);
    return { traces, cursor };
  }

  async lastChange(workspaceId: string): Promise<number> {
    let last = 0;
    for (const seconds of LOOKS_BACK_S) {
      last = await this.#last(workspaceId, seconds);
      if (last > 0) break;
    }
    if (last === 0) return 0;
    const recent = await this.#read(workspaceId, 'trace_id, change', `change > ${windowBefore(last)}`, readChange);
    return this.#log(workspaceId).lastCursor(last, recent);
  }

  /** The last change within so many seconds, deletions included; 0 where there is none. */
  async #last(workspaceId: string, seconds: number): Promise<number> {
    const isRecent = `workspace = {workspace:String} AND change > toUnixTimestamp64Micro(now64(6)) - ${seconds} * 1000000`;
    const row = await this.#database.read(
      `SELECT max(change) FROM (SELECT change FROM traces WHERE ${isRecent} UNION ALL SELECT change FROM last_changes WHERE ${isRecent})`,
      { workspace: workspaceId },
    );
    return Number(row.uint64());
  }

  async #read<T>(workspaceId: string, columns: string, rest: string, read: (row: RowReader) => T): Promise<T[]> {
    const rows = await this.#database.read(
      `SELECT ${columns} FROM traces FINAL WHERE workspace = {workspace:String} AND ${rest}`,
      { workspace: workspaceId },
    );
    return rows.all(read);
  }

  #log(workspaceId: string): ChangeLog {
    const log = this.#logs.get(workspaceId) ?? new ChangeLog();
    this.#logs.set(workspaceId, log);
    return log;
  }
}

function readChange(row: RowReader): Change {
  return { traceId: row.id(16), change: Number(row.uint64()) };
}
