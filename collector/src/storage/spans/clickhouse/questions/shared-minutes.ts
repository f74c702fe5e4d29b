import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { countParts, inStretches, stretchesOf } from './standing-spans.ts';

/** What is needed of a part to tell what it shares with others. */
export interface PartOfMinutes {
  readonly partition: string;
  readonly firstInsert: number;
  readonly lastInsert: number;
  readonly rows: number;
  readonly minutes: readonly number[];
}

/** So many rows are compared in one look at most: each takes some dozens of bytes of the engine's memory. */
const MAX_ROWS = 4_000_000;
/** For so long after an insert its minutes are taken to get more, ms. */
const BUSY_MS = 30_000;

/**
 * Finds out of minutes that lie in several parts whether any span has two rows in them. Mostly none has: what was
 * sent in one minute has come in several inserts. It holds as long as these parts, or what merges make of them, are all
 * that have rows of the minute. Minutes that were just written to are left alone: they would be looked at time and again.
 */
export class SharedMinutes {
  readonly #database: Pick<ClickHouseDatabase, 'read'>;
  /** By minute: which inserts its rows came by, and whether any of them is of a span that another is of, too. */
  readonly #known = new Map<number, { readonly inserts: string; readonly isSingle: boolean }>();
  readonly #busyUntilMs = new Map<number, number>();
  #hasMore = false;

  constructor(database: Pick<ClickHouseDatabase, 'read'>) {
    this.#database = database;
  }

  /** To be told of parts that have come since the last look. */
  wereWritten(minutes: Iterable<number>): void {
    const untilMs = performance.now() + BUSY_MS;
    for (const minute of minutes) this.#busyUntilMs.set(minute, untilMs);
  }

  /** When a minute that was just written to may be looked at, or one that had no turn yet, by `performance.now()`. */
  get restsAtMs(): number {
    let first = this.#hasMore ? 0 : Number.POSITIVE_INFINITY;
    for (const untilMs of this.#busyUntilMs.values()) first = Math.min(first, untilMs);
    return first;
  }

  /** Those shared minutes of which no span has two rows. @param parts all there are */
  async single(parts: readonly PartOfMinutes[]): Promise<ReadonlySet<number>> {
    const shared = this.#shared(parts);
    for (const minute of this.#known.keys()) if (!shared.has(minute)) this.#known.delete(minute);
    const wanted = [...shared].filter(([minute, inserts]) => this.#known.get(minute)?.inserts !== inserts);
    const unknown = within(MAX_ROWS, parts, wanted);
    // Where none has its turn, those that are left have too many rows.
    this.#hasMore = unknown.length > 0 && unknown.length < wanted.length;
    if (unknown.length > 0) {
      const repeated = await this.#repeated(unknown.map(([minute]) => minute).sort((a, b) => a - b));
      for (const [minute, inserts] of unknown) this.#known.set(minute, { inserts, isSingle: !repeated.has(minute) });
    }
    return new Set(
      [...this.#known]
        .filter(([minute, { inserts, isSingle }]) => isSingle && shared.get(minute) === inserts)
        .map(([minute]) => minute),
    );
  }

  /** Minutes in several parts that rest, with the inserts that brought their rows. */
  #shared(parts: readonly PartOfMinutes[]): Map<number, string> {
    const nowMs = performance.now();
    for (const [minute, untilMs] of this.#busyUntilMs) if (untilMs <= nowMs) this.#busyUntilMs.delete(minute);
    const partsOf = countParts(parts.map(({ minutes }) => minutes));
    const inserts = new Map<number, string>();
    for (const { partition, firstInsert, lastInsert, minutes } of parts) {
      for (const minute of minutes) {
        if (partsOf.get(minute)! < 2 || this.#busyUntilMs.has(minute)) continue;
        inserts.set(minute, `${inserts.get(minute) ?? ''} ${partition}_${firstInsert}_${lastInsert}`);
      }
    }
    return inserts;
  }

  /** @param minutes ascending */
  async #repeated(minutes: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await this.#database.read(
      `SELECT DISTINCT minute FROM (SELECT minute FROM spans WHERE ${inStretches(stretchesOf(minutes))} ` +
        'GROUP BY workspace, minute, trace_id, span_id HAVING count() > 1)',
    );
    return new Set(rows.all((row) => row.uint32()));
  }
}

/** The newest minutes that have no more rows together than that; others have their turn at the next look. */
function within(
  maxRows: number,
  parts: readonly PartOfMinutes[],
  minutes: readonly (readonly [minute: number, inserts: string])[],
): readonly (readonly [minute: number, inserts: string])[] {
  const rowsOf = new Map<number, number>();
  for (const { rows, minutes: ofPart } of parts) {
    for (const minute of ofPart) rowsOf.set(minute, (rowsOf.get(minute) ?? 0) + rows / ofPart.length);
  }
  let rows = 0;
  return [...minutes]
    .sort(([a], [b]) => b - a)
    .filter(([minute]) => {
      const ofMinute = rowsOf.get(minute) ?? 0;
      if (rows + ofMinute > maxRows) return false;
      rows += ofMinute;
      return true;
    });
}
