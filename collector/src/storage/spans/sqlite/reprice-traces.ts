import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ArrivedTrace } from '../arrivals.ts';
import type { Reprice, Repriced, TimeRange } from '../reprice.ts';
import { summarise } from '../trace-summary.ts';
import { planChunks } from './chunk/chunk-plan.ts';
import type { ChunkTable } from './chunk-table.ts';
import { TraceDeleter } from './delete-traces.ts';
import { readChunk } from './read-chunk.ts';
import { readTraceSpans } from './read-spans.ts';
import { TraceTable, timeKey } from './trace-table.ts';
import { immediately } from './transaction.ts';

/**
 * Writes chunks anew whose spans cost something else by now, one transaction each, so that appends get their turn in
 * between. As with merged chunks, what is written anew gets a new number: nobody takes it for what was there before.
 */
export class TraceRepricer {
  readonly #db: DatabaseSync;
  readonly #chunks: ChunkTable;
  readonly #traces: TraceTable;
  readonly #inRange: StatementSync;
  readonly #chunksInRange: StatementSync;
  readonly #unlink: StatementSync;
  readonly #takeChunk: StatementSync;
  readonly #takeChange: StatementSync;

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#db = db;
    this.#chunks = chunks;
    this.#traces = new TraceTable(db);
    const range = 'workspace = (SELECT id FROM workspaces WHERE name = ?) AND start_ns >= ? AND start_ns < ?';
    this.#inRange = db.prepare(`SELECT id FROM traces WHERE ${range}`);
    this.#chunksInRange = db.prepare(
      `SELECT DISTINCT chunk FROM trace_chunks JOIN traces ON traces.id = trace WHERE ${range} ORDER BY chunk`,
    );
    this.#unlink = db.prepare('DELETE FROM trace_chunks WHERE trace = ? AND chunk = ?');
    this.#takeChunk = db.prepare('UPDATE counters SET last_chunk = last_chunk + 1 RETURNING last_chunk');
    this.#takeChange = db.prepare('UPDATE counters SET last_change = last_change + 1 RETURNING last_change');
  }

  /** Damaged chunks stay as they are. */
  reprice({ workspaceId, fromNs, untilNs }: TimeRange, reprice: Reprice): Repriced {
    // What is dead must not be written anew.
    new TraceDeleter(this.#db, this.#chunks).reclaim();
    const range = [workspaceId, timeKey(fromNs), timeKey(untilNs)] as const;
    const wanted = new Set(this.#inRange.all(...range).map(({ id }) => Number(id)));
    const changed = new Set<number>();
    let spans = 0;
    for (const { chunk } of this.#chunksInRange.all(...range)) {
      spans += immediately(this.#db, () => this.#repriceChunk(Number(chunk), wanted, reprice, changed));
    }
    return { traces: changed.size, spans };
  }

  /** @returns how many spans cost something else now. */
  #repriceChunk(id: number, wanted: ReadonlySet<number>, reprice: Reprice, changed: Set<number>): number {
    const chunk = this.#chunks.get(id);
    const read = chunk && this.#chunks.attempt(id, () => readChunk(this.#chunks, chunk));
    if (chunk === undefined || read === undefined) return 0;
    const rows = new Map<ArrivedTrace, number>();
    const touched: (readonly [traceId: string, row: number])[] = [];
    let count = 0;
    for (const trace of read) {
      const row = this.#traces.find(chunk.workspace, trace.traceId)?.id;
      if (row === undefined) continue;
      const spans = wanted.has(row) ? trace.spans.map(reprice) : trace.spans;
      const differing = spans.filter((span, index) => span !== trace.spans[index]).length;
      count += differing;
      rows.set({ ...trace, spans }, row);
      if (differing > 0) touched.push([trace.traceId, row]);
    }
    if (count === 0) return 0;
    this.#replace(id, chunk.workspace, rows);
    for (const [traceId, row] of touched) {
      this.#sumUp(chunk.workspace, traceId, row);
      changed.add(row);
    }
    return count;
  }

  #replace(id: number, workspace: number, rows: ReadonlyMap<ArrivedTrace, number>): void {
    this.#chunks.delete(id);
    for (const row of rows.values()) this.#unlink.run(row, id);
    for (const segments of planChunks(rows.keys())) {
      const chunk = Number(this.#takeChunk.get()?.last_chunk);
      this.#chunks.insert(chunk, workspace, segments);
      for (const { trace } of segments) this.#chunks.link(rows.get(trace)!, chunk);
    }
  }

  #sumUp(workspace: number, traceId: string, row: number): void {
    const stored = this.#traces.find(workspace, traceId);
    if (stored === undefined) return;
    const summary = summarise(traceId, stored.experimentId, readTraceSpans(this.#chunks, row, traceId));
    const change = Number(this.#takeChange.get()?.last_change);
    this.#traces.update(row, summary, stored.isSettled, change);
  }
}
