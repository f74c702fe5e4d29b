import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type ChunkTrace, planChunks } from './chunk/chunk-plan.ts';
import { type ChunkTable, MAX_FRAMES } from './chunk-table.ts';
import { type ChunkSize, nextRun } from './merge-run.ts';
import { MergedChunk, mergedTraces } from './merged-traces.ts';
import { TraceTable } from './trace-table.ts';
import { immediately } from './transaction.ts';

/** Of the newest chunks: small ones that nothing was merged with for so long will not find company any more. */
const MAX_LOOKED_AT = 4_096;
/** Payloads that one merge unpacks: what compresses well may be a thousand times as large as its chunks. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

/**
 * Makes large chunks of small ones. An app that sends a few spans at a time leaves a chunk for each request: together
 * they take several times the room, and its traces have to be gathered from all of them.
 *
 * What is merged gets new numbers, as if it had come last: nothing that was noted of an old number holds for other
 * spans. The order of arrival is not needed any more, since of each span only the record that stands is kept.
 */
export class ChunkMerger {
  readonly #db: DatabaseSync;
  readonly #chunks: ChunkTable;
  readonly #traces: TraceTable;
  readonly #sizes: StatementSync;
  readonly #dead: StatementSync;
  readonly #unlink: StatementSync;
  readonly #takeNumber: StatementSync;
  /** Chunks that cannot be read stay as they are, and nothing is merged across them. */
  readonly #damaged = new Set<number>();
  /** Chunks that hold as much as they may, though it takes little room: merging gives them back as they are. */
  readonly #full = new Set<number>();

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#db = db;
    this.#chunks = chunks;
    this.#traces = new TraceTable(db);
    // Neither length reads the blob itself.
    this.#sizes = db.prepare(
      'SELECT id, workspace, length(columns) + (SELECT coalesce(sum(length(payloads)), 0) FROM frames WHERE' +
        ` frames.id >= chunks.id * ${MAX_FRAMES} AND frames.id < (chunks.id + 1) * ${MAX_FRAMES}) AS bytes` +
        ' FROM chunks ORDER BY id DESC LIMIT ?',
    );
    this.#dead = db.prepare('SELECT 1 FROM tombstones WHERE chunk = ? LIMIT 1');
    this.#unlink = db.prepare('DELETE FROM trace_chunks WHERE trace = ? AND chunk BETWEEN ? AND ?');
    this.#takeNumber = db.prepare('UPDATE counters SET last_chunk = last_chunk + 1 RETURNING last_chunk');
  }

  /** Merges one run of chunks, in one transaction. @returns false if there was nothing to merge. */
  mergeNext(): boolean {
    const sizes = this.#sizes.all(MAX_LOOKED_AT).map((row): ChunkSize => {
      const id = Number(row.id);
      const bytes = this.#damaged.has(id) || this.#full.has(id) ? Number.POSITIVE_INFINITY : Number(row.bytes);
      return { id, workspace: Number(row.workspace), bytes };
    });
    const run = nextRun(sizes.reverse());
    if (run === undefined) return false;
    const full: number[] = [];
    const isDone = immediately(this.#db, () => this.#merge(run, full));
    // Not before it is committed: a number that is not taken after all goes to another chunk.
    for (const chunk of full) this.#full.add(chunk);
    return isDone;
  }

  /** @param full is given the chunks that hold as much as they may */
  #merge(whole: readonly ChunkSize[], full: number[]): boolean {
    // Another connection is about to write these anew; they are looked at again next time.
    if (whole.some(({ id }) => this.#dead.get(id) !== undefined)) return false;
    const sources: MergedChunk[] = [];
    let unpacked = 0;
    for (const { id } of whole) {
      const chunk = this.#chunks.get(id);
      const bytes = chunk && this.#chunks.attempt(id, () => chunk.reader.payloadStarts().at(-1)!);
      if (bytes !== undefined && unpacked + bytes > MAX_UNPACKED_BYTES) {
        if (sources.length > 1) break;
        full.push(id);
        return true;
      }
      const source = chunk && this.#chunks.attempt(id, () => new MergedChunk(this.#chunks, chunk));
      if (bytes === undefined || source === undefined) {
        this.#damaged.add(id);
        return true;
      }
      unpacked += bytes;
      sources.push(source);
    }
    const run = whole.slice(0, sources.length);
    const workspace = run[0]!.workspace;
    const rows = new Map<ChunkTrace, number>();
    for (const trace of mergedTraces(sources)) {
      const row = this.#traces.find(workspace, trace.traceId);
      if (row !== undefined) rows.set(trace, row.id);
    }
    for (const { id } of run) this.#chunks.delete(id);
    // What lies between belongs to other workspaces, and so to other traces.
    for (const row of rows.values()) this.#unlink.run(row, run[0]!.id, run.at(-1)!.id);
    const planned = [...planChunks(rows.keys())];
    for (const segments of planned) {
      const chunk = Number(this.#takeNumber.get()?.last_chunk);
      if (2 * planned.length > run.length) full.push(chunk);
      this.#chunks.insert(chunk, workspace, segments);
      for (const { trace } of segments) this.#chunks.link(rows.get(trace)!, chunk);
    }
    return true;
  }
}
