import type { DatabaseSync } from 'node:sqlite';
import type { ChunkTable } from './chunk-table.ts';
import type { TraceDeleter } from './delete-traces.ts';
import { giveBack } from './give-back.ts';
import { ChunkMerger } from './merge-chunks.ts';
import type { SubjectIndexing } from './subject-indexing.ts';

/** How long nothing must have been appended before the store is tidied up: whoever sends next should not wait for it. */
const IDLE_MS = 1_000;
/** Between two steps, so that what has come in meanwhile is appended first. */
const PAUSE_MS = 20;

/**
 * Tidies a store up while nobody writes to it: finishes deletions that were interrupted, puts
 * traces into indexes where they wait for it, then merges small chunks, then gives room back.
 * Each step takes some tens of milliseconds on the thread of the store, and waits for none.
 */
export class Upkeep {
  readonly #db: DatabaseSync;
  readonly #deleter: TraceDeleter;
  readonly #subjects: SubjectIndexing;
  readonly #merger: ChunkMerger;
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param report Told of what stopped a step, such as a full disk; the next append starts anew. */
  constructor(
    db: DatabaseSync,
    chunks: ChunkTable,
    deleter: TraceDeleter,
    subjects: SubjectIndexing,
    report: (error: unknown) => void,
  ) {
    this.#db = db;
    this.#deleter = deleter;
    this.#subjects = subjects;
    this.#merger = new ChunkMerger(db, chunks);
    this.#report = report;
    this.postpone();
  }

  /** To be called with each append. */
  postpone(): void {
    if (this.#timer === undefined) this.#schedule(IDLE_MS);
    else this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      try {
        if (this.#step()) this.#schedule(PAUSE_MS);
      } catch (error) {
        this.#report(error);
      }
    }, afterMs);
    // Tidying up keeps no process alive.
    this.#timer.unref();
  }

  #step(): boolean {
    this.#deleter.reclaim();
    return this.#subjects.next() || this.#merger.mergeNext() || giveBack(this.#db);
  }
}
