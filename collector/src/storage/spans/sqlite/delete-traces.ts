import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { idBytes, readId } from './chunk/id-bytes.ts';
import type { ChunkTable } from './chunk-table.ts';
import { giveBack } from './give-back.ts';
import { LateEventTable } from './late-event-table.ts';
import { readChunk } from './read-chunk.ts';
import { immediately } from './transaction.ts';

/**
 * Takes traces out. First, in one transaction, their rows go and tombstones say which spans of which chunks are dead:
 * from then on nobody can read them. Then each of these chunks is written anew without them, in a transaction of its
 * own, so that appends get their turn in between.
 */
export class TraceDeleter {
  readonly #db: DatabaseSync;
  readonly #chunks: ChunkTable;
  readonly #events: LateEventTable;
  readonly #find: StatementSync;
  readonly #bury: StatementSync;
  readonly #unlink: StatementSync;
  readonly #delete: StatementSync;
  readonly #count: StatementSync;
  readonly #change: StatementSync;
  readonly #graves: StatementSync;
  readonly #dead: StatementSync;
  readonly #forget: StatementSync;

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.#db = db;
    this.#chunks = chunks;
    this.#events = new LateEventTable(db);
    this.#find = db.prepare(
      'SELECT traces.id AS id, workspace FROM traces JOIN workspaces ON workspaces.id = workspace' +
        ' WHERE workspaces.name = ? AND trace_id = ?',
    );
    this.#bury = db.prepare('INSERT OR IGNORE INTO tombstones SELECT chunk, ? FROM trace_chunks WHERE trace = ?');
    this.#unlink = db.prepare('DELETE FROM trace_chunks WHERE trace = ?');
    this.#delete = db.prepare('DELETE FROM traces WHERE id = ?');
    this.#count = db.prepare('UPDATE workspaces SET trace_count = trace_count - 1 WHERE id = ?');
    this.#change = db.prepare('UPDATE counters SET last_change = last_change + 1');
    this.#graves = db.prepare('SELECT DISTINCT chunk FROM tombstones');
    this.#dead = db.prepare('SELECT trace_id FROM tombstones WHERE chunk = ?');
    this.#forget = db.prepare('DELETE FROM tombstones WHERE chunk = ?');
  }

  /** @returns how many of the traces were there. */
  delete(workspaceId: string, traceIds: readonly string[]): number {
    const deleted = immediately(this.#db, () => {
      let count = 0;
      for (const traceId of traceIds) {
        this.#events.deleteOfTrace(workspaceId, traceId);
        const trace = this.#find.get(workspaceId, idBytes(traceId));
        if (trace === undefined) continue;
        const id = Number(trace.id);
        this.#bury.run(idBytes(traceId), id);
        this.#unlink.run(id);
        this.#delete.run(id);
        this.#count.run(Number(trace.workspace));
        count++;
      }
      // No trace has this number; whoever follows changes looks again all the same.
      if (count > 0) this.#change.run();
      return count;
    });
    if (deleted > 0) this.reclaim();
    return deleted;
  }

  /** Frees what earlier deletions left behind, also those that a crash interrupted. Damaged chunks stay as they are. */
  reclaim(): void {
    for (const row of this.#graves.all()) {
      const chunk = Number(row.chunk);
      immediately(this.#db, () => this.#rewrite(chunk));
    }
    giveBack(this.#db);
  }

  #rewrite(id: number): void {
    const chunk = this.#chunks.get(id);
    if (chunk === undefined) return;
    const dead = new Set(this.#dead.all(id).map((row) => readId(row.trace_id as Uint8Array, 0, 16)));
    const living = this.#chunks.attempt(id, () =>
      readChunk(this.#chunks, chunk).filter(({ traceId }) => !dead.has(traceId)),
    );
    if (living === undefined) return;
    this.#chunks.delete(id);
    if (living.length > 0) {
      const segments = living.map((trace) => ({ trace, from: 0, to: trace.spans.length }));
      this.#chunks.insert(id, chunk.workspace, segments);
    }
    this.#forget.run(id);
  }
}
