import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FLAG, WAITING_SQL } from './trace-table.ts';
import { immediately } from './transaction.ts';

/** How many traces wait at most, unless told otherwise: questions look through those one by one. */
const MAX_WAITING = 16_384;
/** In one step while nothing comes. */
const STEP_TRACES = 4_096;

/**
 * Puts traces into the indexes by user and by session, many at a time. Each by itself writes a page of either, since
 * their keys come in no order; of thousands at once many share one. Until then `traces_waiting` has them, so that every
 * answer is right at once.
 */
export class SubjectIndexing {
  readonly #db: DatabaseSync;
  readonly #index: StatementSync;
  readonly #maxWaiting: number;
  #waiting: number;
  /** Not before more than so many wait they are indexed while something is appended. */
  #most: number;

  constructor(db: DatabaseSync, maxWaiting: number = MAX_WAITING) {
    this.#db = db;
    this.#maxWaiting = maxWaiting;
    this.#most = maxWaiting;
    this.#index = db.prepare(
      `UPDATE traces SET flags = flags | ${FLAG.isIndexed} WHERE id IN` +
        ` (SELECT id FROM traces INDEXED BY traces_waiting WHERE ${WAITING_SQL} LIMIT ?)`,
    );
    const row = db.prepare(`SELECT count(*) AS count FROM traces INDEXED BY traces_waiting WHERE ${WAITING_SQL}`).get();
    this.#waiting = Number(row?.count);
  }

  /**
   * To be called when something has been appended. It throws nothing: what was appended is there, and what could not be
   * indexed goes on waiting.
   *
   * @param traces that were new, at most.
   */
  added(traces: number): void {
    this.#waiting += traces;
    if (this.#waiting <= this.#most) return;
    try {
      this.#indexSome(Math.max(this.#maxWaiting, STEP_TRACES));
      this.#most = this.#maxWaiting;
    } catch {
      // The disk is full, or somebody else has the file: with that many more it is tried again, or when nothing comes.
      this.#most = this.#waiting + this.#maxWaiting;
    }
  }

  /** One step while nothing is appended. @returns false if none was waiting. @throws ApiError as {@link immediately} */
  next(): boolean {
    return this.#waiting > 0 && this.#indexSome(STEP_TRACES) > 0;
  }

  #indexSome(most: number): number {
    const indexed = immediately(this.#db, () => Number(this.#index.run(most).changes));
    // What others have deleted meanwhile waits no more either.
    this.#waiting = indexed < most ? 0 : Math.max(0, this.#waiting - indexed);
    return indexed;
  }
}
