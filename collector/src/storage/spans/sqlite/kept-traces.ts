import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { TraceOrder } from '@tracewright/schema';
import { IdleWork } from '../../../idle-work.ts';
import type { LightField, LightRow } from '../questions/light-row.ts';
import { LIGHT_COLUMNS } from './light-columns.ts';
import { StatementCache } from './statement-cache.ts';
import { StoreVersion } from './store-version.ts';
import { ORDER_SQL } from './trace-order-sql.ts';

/** What a list may be sorted by that the table has no index for. */
export type KeptOrder = Exclude<TraceOrder, 'start'>;

/** What is kept of a trace: numbers and texts that figures and orders take. */
export interface KeptTrace extends LightRow, Readonly<Record<KeptOrder, number>> {
  /** In the table of traces. */
  readonly number: number;
  /** Key of the start, and of the end, as the table has them, in two halves: whole ones fit no double. */
  readonly startHigh: number;
  readonly startLow: number;
  readonly endHigh: number;
  readonly endLow: number;
}

/** Of all workspaces together; some 350 bytes each. */
const MAX_TRACES = 200_000;
/** How long they stay without a question, ms. */
const IDLE_MS = 60_000;
/** Rows that are taken out of the database at once: all together take too much memory. */
const ROWS_AT_ONCE = 16_384;

const LIGHT = [
  'traceId',
  'startMs',
  'durationUs',
  'status',
  'inputTokens',
  'outputTokens',
  'costNanoUsd',
  'isCostPartial',
  'models',
  'name',
  'service',
  'sessionId',
  'userId',
  'runId',
  'experimentId',
] as const satisfies readonly LightField[];

const ORDERS = ['duration', 'ttft', 'cost', 'tokens', 'spans', 'errors'] as const satisfies readonly KeptOrder[];

/** In the order in which {@link keptTrace} takes them. */
const COLUMNS = [
  'change',
  'id',
  'start_ns >> 32',
  'start_ns & 4294967295',
  'end_ns >> 32',
  'end_ns & 4294967295',
  ...LIGHT.map((field) => LIGHT_COLUMNS[field].sql),
  // What clocks and counts add up to may be beyond 2^53, where whole numbers are refused: it comes as a double.
  ...ORDERS.map((order) => `CAST(${ORDER_SQL[order]} AS REAL)`),
].join(', ');

/** The traces of one workspace. */
interface KeptWorkspace {
  readonly traces: Map<number, KeptTrace>;
  /** Of the file when they were brought up to date. */
  version: string;
  /** The last one that they have. */
  change: number;
}

/**
 * The traces of the workspaces that were asked for last in memory, brought up to date by what has changed: reading the
 * table takes ten times as long.
 */
export class KeptTraces {
  readonly #statements: StatementCache;
  readonly #storeVersion: StoreVersion;
  readonly #maxTraces: number;
  readonly #idle = new IdleWork(IDLE_MS, () => this.#workspaces.clear());
  /** By name, the one asked for last at the end. */
  readonly #workspaces = new Map<string, KeptWorkspace>();

  /** @param maxTraces of all workspaces together */
  constructor(db: DatabaseSync, maxTraces: number = MAX_TRACES) {
    this.#statements = new StatementCache(db);
    this.#storeVersion = new StoreVersion(db);
    this.#maxTraces = maxTraces;
  }

  /** By their numbers, in no order; undefined where there are too many. To be called within a transaction. */
  of(workspaceId: string): ReadonlyMap<number, KeptTrace> | undefined {
    const version = this.#storeVersion.now();
    this.#idle.postpone();
    const known = this.#workspaces.get(workspaceId);
    // Nobody's until all of them are read: a read that fails half-way leaves some.
    this.#workspaces.delete(workspaceId);
    const kept = known?.version === version ? known : this.#read(workspaceId, known);
    if (kept === undefined) return undefined;
    kept.version = version;
    this.#workspaces.set(workspaceId, kept);
    return kept.traces;
  }

  #read(workspaceId: string, known: KeptWorkspace | undefined): KeptWorkspace | undefined {
    const [workspace] = this.#statements.arrays('SELECT id, trace_count FROM workspaces WHERE name = ?', [workspaceId]);
    const [id = -1, count = 0] = (workspace ?? []) as readonly number[];
    if (count > this.#maxTraces) return undefined;
    this.#makeRoom(count);
    if (known !== undefined && known.traces.size > 0) {
      this.#readChanged(id, known);
      // What has changed is read, what is gone is not: then there are more of them than there should be.
      if (known.traces.size === count) return known;
    }
    const anew: KeptWorkspace = { traces: new Map(), version: '', change: -1 };
    this.#readAll(id, anew);
    return anew;
  }

  /** Lets go of the workspaces that nobody has asked for the longest. */
  #makeRoom(count: number): void {
    let all = count;
    for (const { traces } of this.#workspaces.values()) all += traces.size;
    for (const [workspaceId, { traces }] of this.#workspaces) {
      if (all <= this.#maxTraces) return;
      this.#workspaces.delete(workspaceId);
      all -= traces.size;
    }
  }

  /** All of them come many at once, as they lie in the file: one by one they take twice as long. */
  #readAll(workspace: number, into: KeptWorkspace): void {
    const page = `SELECT ${COLUMNS} FROM traces WHERE +workspace = ? AND id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`;
    for (let after = 0; ; ) {
      const rows = this.#statements.arrays(page, [workspace, after]);
      keep(rows, into);
      if (rows.length < ROWS_AT_ONCE) return;
      after = rows.at(-1)![1] as number;
    }
  }

  #readChanged(workspace: number, into: KeptWorkspace): void {
    const sql = `SELECT ${COLUMNS} FROM traces WHERE workspace = ? AND change > ?`;
    keep(this.#statements.eachArray(sql, [workspace, into.change]), into);
  }
}

function keep(rows: Iterable<readonly SQLOutputValue[]>, into: KeptWorkspace): void {
  for (const cells of rows) {
    const trace = keptTrace(cells);
    into.change = Math.max(into.change, cells[0] as number);
    into.traces.set(trace.number, trace);
  }
}

/** Written out: objects that get one property after the other take five times as long to read. */
function keptTrace(cells: readonly SQLOutputValue[]): KeptTrace {
  return {
    number: cells[1] as number,
    startHigh: cells[2] as number,
    startLow: cells[3] as number,
    endHigh: cells[4] as number,
    endLow: cells[5] as number,
    traceId: LIGHT_COLUMNS.traceId.read(cells[6]!),
    startMs: LIGHT_COLUMNS.startMs.read(cells[7]!),
    durationUs: LIGHT_COLUMNS.durationUs.read(cells[8]!),
    status: LIGHT_COLUMNS.status.read(cells[9]!),
    inputTokens: LIGHT_COLUMNS.inputTokens.read(cells[10]!),
    outputTokens: LIGHT_COLUMNS.outputTokens.read(cells[11]!),
    costNanoUsd: LIGHT_COLUMNS.costNanoUsd.read(cells[12]!),
    isCostPartial: LIGHT_COLUMNS.isCostPartial.read(cells[13]!),
    models: LIGHT_COLUMNS.models.read(cells[14]!),
    name: LIGHT_COLUMNS.name.read(cells[15]!),
    service: LIGHT_COLUMNS.service.read(cells[16]!),
    sessionId: LIGHT_COLUMNS.sessionId.read(cells[17]!),
    userId: LIGHT_COLUMNS.userId.read(cells[18]!),
    runId: LIGHT_COLUMNS.runId.read(cells[19]!),
    experimentId: LIGHT_COLUMNS.experimentId.read(cells[20]!),
    duration: cells[21] as number,
    ttft: cells[22] as number,
    cost: cells[23] as number,
    tokens: cells[24] as number,
    spans: cells[25] as number,
    errors: cells[26] as number,
  };
}
