import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ChunkEncoder } from './chunk/chunk-encoder.ts';
import type { Segment } from './chunk/chunk-plan.ts';
import { ChunkReader } from './chunk/chunk-reader.ts';
import { DamagedChunk } from './chunk/damaged-chunk.ts';

/** A chunk that could not be read. */
export interface ChunkDamage {
  readonly chunkId: number;
  readonly reason: string;
}

/** A readable chunk. */
export interface StoredChunk {
  readonly id: number;
  readonly reader: ChunkReader;
}

/** `frames.id` is the chunk's id times this, plus the frame's index: a chunk has at most as many spans. */
export const MAX_FRAMES = 4_096;

/** The tables `chunks`, `frames` and `trace_chunks`. Damaged chunks are reported once and skipped. */
export class ChunkTable {
  readonly #onDamage: (damage: ChunkDamage) => void;
  readonly #reported = new Set<number>();
  readonly #ofTrace: StatementSync;
  readonly #idsOfTrace: StatementSync;
  readonly #byId: StatementSync;
  readonly #frame: StatementSync;
  readonly #insert: StatementSync;
  readonly #insertFrame: StatementSync;
  readonly #link: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteFrames: StatementSync;
  #encoder: ChunkEncoder | undefined;

  constructor(db: DatabaseSync, onDamage: (damage: ChunkDamage) => void) {
    this.#onDamage = onDamage;
    this.#ofTrace = db.prepare(
      'SELECT id, columns FROM trace_chunks JOIN chunks ON id = chunk WHERE trace = ? ORDER BY chunk',
    );
    this.#idsOfTrace = db.prepare('SELECT chunk FROM trace_chunks WHERE trace = ? ORDER BY chunk');
    this.#byId = db.prepare('SELECT columns, workspace FROM chunks WHERE id = ?');
    this.#frame = db.prepare('SELECT payloads FROM frames WHERE id = ?');
    this.#insert = db.prepare('INSERT INTO chunks(id, workspace, columns) VALUES (?, ?, ?)');
    this.#insertFrame = db.prepare('INSERT INTO frames(id, payloads) VALUES (?, ?)');
    this.#link = db.prepare('INSERT OR IGNORE INTO trace_chunks(trace, chunk) VALUES (?, ?)');
    this.#delete = db.prepare('DELETE FROM chunks WHERE id = ?');
    this.#deleteFrames = db.prepare('DELETE FROM frames WHERE id >= ? AND id < ?');
  }

  insert(id: number, workspace: number, segments: readonly Segment[]): void {
    // It has megabytes of its own, which who only reads does without.
    this.#encoder ??= new ChunkEncoder();
    const columns = this.#encoder.encode(segments, (index, frame) => {
      this.#insertFrame.run(id * MAX_FRAMES + index, frame);
    });
    this.#insert.run(id, workspace, columns);
  }

  /** Notes that a chunk holds spans of a trace. */
  link(trace: number, chunk: number): void {
    this.#link.run(trace, chunk);
  }

  delete(id: number): void {
    this.#delete.run(id);
    this.#deleteFrames.run(id * MAX_FRAMES, (id + 1) * MAX_FRAMES);
  }

  /** The chunks with spans of a trace, in the order they were written. */
  *ofTrace(trace: number): Generator<StoredChunk> {
    for (const row of this.#ofTrace.all(trace)) {
      const id = Number(row.id);
      const reader = this.#read(id, row.columns);
      if (reader !== undefined) yield { id, reader };
    }
  }

  /** Ids of the same chunks. */
  idsOfTrace(trace: number): readonly number[] {
    return this.#idsOfTrace.all(trace).map((row) => Number(row.chunk));
  }

  /** Undefined if the chunk is not there or damaged. */
  get(id: number): (StoredChunk & { readonly workspace: number }) | undefined {
    const row = this.#byId.get(id);
    const reader = row && this.#read(id, row.columns);
    return reader && { id, reader, workspace: Number(row.workspace) };
  }

  /** @throws DamagedChunk if the frame is missing. */
  frame(chunk: number, frame: number): Uint8Array {
    const row = this.#frame.get(chunk * MAX_FRAMES + frame);
    if (row === undefined) throw new DamagedChunk(`frame ${frame} is missing`);
    return row.payloads as Uint8Array;
  }

  /** Runs `read` on a chunk. @returns undefined, after a report, if the chunk turns out to be damaged. */
  attempt<T>(chunkId: number, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DamagedChunk)) throw error;
      if (!this.#reported.has(chunkId)) {
        this.#reported.add(chunkId);
        this.#onDamage({ chunkId, reason: error.message });
      }
      return undefined;
    }
  }

  #read(id: number, columns: unknown): ChunkReader | undefined {
    return this.attempt(id, () => new ChunkReader(columns as Uint8Array));
  }
}
