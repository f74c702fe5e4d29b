/**
 * How much later than its number says a change may appear, µs: collectors number theirs by their own clocks, before
 * they are stored, so that those of one may appear behind those of another.
 */
const WINDOW_US = 5_000_000;
/** Cursors of which it is known what was told up to them. Of others a change may be told a second time, never not at all. */
const MAX_CURSORS = 16;

/** A trace at its last change. */
export interface Change {
  readonly traceId: string;
  readonly change: number;
}

/** What follows a cursor. */
export interface FollowingChanges<T extends Change> {
  readonly changes: readonly T[];
  readonly cursor: number;
}

/** Reads changes behind a number, oldest first. */
export type ReadChanges<T extends Change> = (since: number, limit: number) => Promise<readonly T[]>;

/** Numbers of changes by what they are of. */
type Told = ReadonlyMap<string, number>;

const NOTHING: Told = new Map();

/**
 * Follows the changes of one workspace, whoever makes them. A cursor is a number, behind which all is new; and of the
 * last moments before it is remembered what has been told, so that what appears late among that is told as well. A
 * cursor that nobody here has given away comes from before a start or from another collector: then the last moments are
 * told once more.
 */
export class ChangeLog {
  /** What those have been told who are there. */
  readonly #told = new Map<number, Told>();
  /** What anybody has been told. */
  #known: Told = NOTHING;
  #last = 0;

  async follow<T extends Change>(since: number, limit: number, read: ReadChanges<T>): Promise<FollowingChanges<T>> {
    const told = this.#told.get(since) ?? NOTHING;
    const rows = await read(windowBefore(since), limit + told.size);
    const changes = rows.filter((row) => !told.has(keyOf(row))).slice(0, limit);
    if (changes.length === 0) return { changes, cursor: since };
    // Late ones lie before the cursor; but whoever has been told of them is further on than who has not.
    const cursor = Math.max(since + 1, changes.at(-1)!.change);
    this.#remember(cursor, together(told, toldOf(changes), cursor));
    return { changes, cursor };
  }

  /**
   * A cursor behind everything that can be seen.
   *
   * @param last the largest number of all, deletions included
   * @param recent changes of the last moments before it
   */
  lastCursor(last: number, recent: readonly Change[]): number {
    const hasLate = last <= this.#last && recent.some((row) => !this.#known.has(keyOf(row)));
    const cursor = Math.max(last, hasLate ? this.#last + 1 : this.#last);
    this.#remember(cursor, toldOf(recent));
    return cursor;
  }

  #remember(cursor: number, told: Told): void {
    const before = this.#told.get(cursor);
    this.#told.delete(cursor);
    // Two have come there by different ways: what one of them has not been told is not told.
    this.#told.set(cursor, before === undefined ? told : new Map([...told].filter(([key]) => before.has(key))));
    for (const oldest of this.#told.keys()) {
      if (this.#told.size <= MAX_CURSORS) break;
      this.#told.delete(oldest);
    }
    this.#last = Math.max(this.#last, cursor);
    this.#known = together(this.#known, told, this.#last);
  }
}

/** The number of the first change that may still be followed by an earlier one. */
export function windowBefore(change: number): number {
  return change - WINDOW_US;
}

/** Both, without what lies too far before the cursor to be asked for again. */
function together(a: Told, b: Told, cursor: number): Told {
  return new Map([...a, ...b].filter(([, change]) => change > windowBefore(cursor)));
}

function toldOf(changes: readonly Change[]): Told {
  return new Map(changes.map((row) => [keyOf(row), row.change]));
}

/** Two collectors may use one number. */
function keyOf({ traceId, change }: Change): string {
  return `${change} ${traceId}`;
}
