import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import {
  MERGED_TRACES,
  SHARDED_TRACES,
  type StandingTraces,
  standingTraces,
  type TraceVersion,
} from './standing-traces.ts';

interface Part {
  readonly name: string;
  readonly partition: string;
  /** Inserts are numbered within a partition, as they are seen. */
  readonly firstInsert: number;
  readonly lastInsert: number;
  /** Up to which deletion its rows have been taken out: deletions are numbered among inserts. 0 where there was none. */
  readonly deletion: number;
  readonly rows: number;
}

interface Known {
  readonly parts: readonly Part[];
  readonly traces: StandingTraces;
}

/** So many rows are named in a statement at most: each takes the engine some microseconds to read. */
const MAX_SUPERSEDED = 500;
/** Of so many rows the traces are told to the engine at most, whether they are new or merged with new ones. */
const MAX_ADDED = 1_000_000;
/** Where there are more, it is looked again after that long, ms: merges take them out. */
const REST_MS = 30_000;
/** For so long it is taken for granted that no part has come, ms. */
const FRESH_MS = 1_000;
const TRIES = 2;

/**
 * Knows which rows of `traces` another row has taken the place of, and that no merge has taken out yet. As long as they
 * are few, all others are read as they are, in a fraction of the time that `FINAL` takes; else with it. Each insert is
 * looked at once. Where rows have been taken out, another one may stand again: those are looked at once more. This holds
 * for a table of one server, which numbers its inserts as they are seen.
 */
export class TraceParts {
  readonly #database: Pick<ClickHouseDatabase, 'read' | 'rows'>;
  #isOfOneServer: boolean | undefined;
  #known: Known | undefined;
  readonly #superseded = new Map<string, TraceVersion>();
  #freshUntilMs = 0;
  #restsUntilMs = 0;

  constructor(database: Pick<ClickHouseDatabase, 'read' | 'rows'>) {
    this.#database = database;
  }

  /** @param question may be asked several times: a row that comes meanwhile may take the place of one that was read */
  async ask<T>(question: (traces: StandingTraces) => Promise<T>): Promise<T> {
    for (let tries = 0; tries < TRIES && performance.now() >= this.#restsUntilMs; tries++) {
      const isFresh = tries === 0 && performance.now() < this.#freshUntilMs;
      const known = isFresh ? this.#known : await this.#look();
      if (known === undefined) break;
      const answer = await question(known.traces);
      const now = await this.#parts();
      const isSame = now.every((part) => isMadeOf(part, known.parts) && !lostRows(part, known.parts));
      this.#freshUntilMs = isSame ? performance.now() + FRESH_MS : 0;
      if (isSame) return answer;
    }
    return question(this.#isOfOneServer === false ? SHARDED_TRACES : MERGED_TRACES);
  }

  /** What there is now; undefined where it is better to leave it to the engine. */
  async #look(): Promise<Known | undefined> {
    this.#isOfOneServer ??= await this.#readEngine();
    if (!this.#isOfOneServer) return undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const parts = await this.#parts();
      const before = this.#known?.parts;
      const added = before === undefined ? parts : parts.filter((part) => !isMadeOf(part, before));
      const hasLost = before !== undefined && parts.some((part) => lostRows(part, before));
      if (before !== undefined && added.length === 0 && !hasLost) return this.#known;
      if (before !== undefined && added.reduce((sum, { rows }) => sum + rows, 0) > MAX_ADDED) return this.#rest();
      const again = hasLost ? [...this.#superseded.values()].map(({ traceId }) => traceId) : [];
      const found = await this.#repeated(before === undefined ? undefined : added, again);
      const now = new Set((await this.#parts()).map(({ name }) => name));
      // Of what was merged meanwhile, not all may have been looked at.
      if (before !== undefined && !added.every(({ name }) => now.has(name))) continue;
      if (hasLost) this.#superseded.clear();
      return this.#keep(parts, found);
    }
    return undefined;
  }

  /** @param found the rows of each trace that has several */
  #keep(parts: readonly Part[], found: readonly (readonly TraceVersion[])[]): Known | undefined {
    for (const versions of found) {
      const sorted = [...versions].sort((a, b) => b.version - a.version);
      // Of two that know as much, only the engine knows which was inserted later.
      if (sorted[0]!.version === sorted[1]!.version) return this.#rest();
      for (const version of sorted.slice(1)) this.#superseded.set(Object.values(version).join(), version);
    }
    if (this.#superseded.size > MAX_SUPERSEDED) return this.#rest();
    this.#known = { parts, traces: standingTraces([...this.#superseded.values()]) };
    return this.#known;
  }

  #rest(): undefined {
    this.#restsUntilMs = performance.now() + REST_MS;
    this.#superseded.clear();
    this.#known = undefined;
    return undefined;
  }

  /** The rows of traces that have several. @param added only of traces with a row in one of these parts, and of `again` */
  async #repeated(
    added: readonly Part[] | undefined,
    again: readonly string[],
  ): Promise<readonly (readonly TraceVersion[])[]> {
    const names = added?.map(({ name }) => name) ?? [];
    const ofIds = again.length === 0 ? '' : ` OR trace_id IN ${idSet(new Set(again), 16)}`;
    const ofParts = `(trace_id IN (SELECT trace_id FROM traces WHERE _part IN {names:Array(String)})${ofIds})`;
    const rows = await this.#database.read(
      'SELECT trace_id, groupArray(toFloat64(version)), groupArray(toFloat64(change)) FROM traces ' +
        `WHERE ${added === undefined ? '1' : ofParts} GROUP BY workspace, trace_id HAVING count() > 1 ` +
        `LIMIT ${MAX_SUPERSEDED + 1} SETTINGS optimize_aggregation_in_order = ${added === undefined ? 1 : 0}`,
      { names },
    );
    return rows.all((row) => {
      const traceId = row.id(16);
      const versions = row.float64s();
      const changes = row.float64s();
      return [...versions].map((version, index) => ({ traceId, version, change: changes[index]! }));
    });
  }

  async #parts(): Promise<readonly Part[]> {
    const rows = await this.#database.read(
      'SELECT name, partition_id, toInt64(min_block_number), toInt64(max_block_number), ' +
        'toInt64(if(data_version = min_block_number, 0, data_version)), toInt64(rows) FROM system.parts ' +
        "WHERE active AND database = currentDatabase() AND table = 'traces' AND rows > 0",
    );
    return rows.all((row) => ({
      name: row.text(),
      partition: row.text(),
      firstInsert: row.int64(),
      lastInsert: row.int64(),
      deletion: row.int64(),
      rows: row.int64(),
    }));
  }

  async #readEngine(): Promise<boolean> {
    const [table] = await this.#database.rows<{ readonly engine: string }>(
      "SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = 'traces'",
    );
    return table?.engine === 'ReplacingMergeTree';
  }
}

/** Whether everything in a part has been in known ones. */
function isMadeOf({ partition, lastInsert }: Part, known: readonly Part[]): boolean {
  return known.some((part) => part.partition === partition && part.lastInsert >= lastInsert);
}

/** Whether rows may have been taken out of what a part is made of since that was known. */
function lostRows({ partition, firstInsert, lastInsert, deletion }: Part, known: readonly Part[]): boolean {
  return known.some(
    (part) =>
      part.partition === partition &&
      part.firstInsert <= lastInsert &&
      part.lastInsert >= firstInsert &&
      // What came behind the deletion has lost nothing by it.
      part.firstInsert < deletion &&
      part.deletion !== deletion,
  );
}
