import { type ClickHouseDatabase, forEverybody } from '../clickhouse-database.ts';
import { SharedMinutes } from './shared-minutes.ts';
import { MERGED_SPANS, type StandingSpans, standingSpans } from './standing-spans.ts';

/** An active part of `spans`. */
interface Part {
  readonly name: string;
  readonly partition: string;
  /** Which inserts it is made of: they are numbered within a partition, as they are seen. */
  readonly firstInsert: number;
  readonly lastInsert: number;
  readonly rows: number;
  /** Of all of its bytes. */
  readonly digest: string;
  /** Since it was made, s. */
  readonly ageS: number;
  /** Whether `span_cells` has figures of it. */
  readonly hasCells: boolean;
}

/** A part of which is known in which minutes its spans begin. */
export interface KnownPart extends Part {
  readonly minutes: readonly number[];
}

/** What is known of all parts there were at one moment. */
export interface KnownSpans {
  /** None where all rows are compared. */
  readonly parts: readonly KnownPart[];
  readonly spans: StandingSpans;
}

interface Known extends KnownSpans {
  /** When it is worth while to look again though no part has come, by `performance.now()`. */
  readonly holdsUntilMs: number;
}

/** What a question was answered from. */
export interface Asked {
  /** Says that the answer is right only if these parts are there still: what is known of them went into it. */
  readonly relyOn: (parts: readonly KnownPart[]) => void;
}

const NOTHING: KnownSpans = { parts: [], spans: MERGED_SPANS };

/** So often it is tried while parts come and go. */
const TRIES = 3;
/** For so long it is taken for granted that no part has come, ms: what is asked next mostly comes soon. */
const FRESH_MS = 1_000;

/**
 * Knows which minutes lie in which parts of `spans`: those that lie in one part alone are read as they are, as are those
 * that no span has two rows in, the rest with `FINAL`. A part never changes, so that its minutes are read once. This
 * holds for a table of one server, which numbers its inserts as they are seen; any other is read with `FINAL`.
 */
export class SpanParts {
  readonly #database: Pick<ClickHouseDatabase, 'read' | 'rows'>;
  readonly #shared: SharedMinutes;
  #isOfOneServer: Promise<boolean> | undefined;
  #known: Known = { parts: [], spans: standingSpans([]), holdsUntilMs: 0 };
  #freshUntilMs = 0;

  constructor(database: Pick<ClickHouseDatabase, 'read' | 'rows'>) {
    this.#database = database;
    this.#shared = new SharedMinutes(database);
  }

  /** Parts as they were looked at last. */
  get parts(): readonly KnownPart[] {
    return this.#known.parts;
  }

  /** @param question may be asked several times: a part that comes meanwhile may make two rows of a span count */
  async ask<T>(question: (spans: StandingSpans, known: KnownSpans, asked: Asked) => Promise<T>): Promise<T> {
    for (let tries = 0; tries < TRIES && (await this.#areNumbered()); tries++) {
      // Behind the answer it is found out what has come, whether it was looked for before or not.
      const known = tries === 0 && performance.now() < this.#freshUntilMs ? this.#known : await this.#look();
      if (known === undefined) break;
      const reliedOn = new Set<string>();
      const relyOn: Asked['relyOn'] = (parts) => parts.forEach(({ name }) => void reliedOn.add(name));
      const answer = await question(known.spans, known, { relyOn });
      if (await this.#stillHolds(known, reliedOn)) return answer;
    }
    return question(NOTHING.spans, NOTHING, { relyOn: () => {} });
  }

  /** Whether nothing has come that has to be compared with what was read as it is, and nothing gone that was relied on. */
  async #stillHolds({ parts, spans }: Known, reliedOn: ReadonlySet<string>): Promise<boolean> {
    const now = await this.#parts();
    const isSame = areSame(now, parts);
    this.#freshUntilMs = isSame ? performance.now() + FRESH_MS : 0;
    if (isSame) return true;
    const names = new Set(now.map(({ name }) => name));
    if ([...reliedOn].some((name) => !names.has(name))) return false;
    const added = now.filter((part) => !isMadeOf(part, parts));
    const minutes = await this.#minutesOf(added);
    return added.every(({ name }) => minutes.get(name)?.every(spans.isMerged));
  }

  /** What there is now; undefined if parts went away each time before it was known what is in them. */
  async #look(): Promise<Known | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      const parts = await this.#parts();
      const before = this.#known;
      if (areSame(parts, before.parts) && performance.now() < before.holdsUntilMs) return before;
      const isNew = (part: Part): boolean => !isMadeOf(part, before.parts);
      const added = await this.#minutesOf(parts.filter(isNew));
      const found: KnownPart[] = [];
      for (const part of parts) {
        // What was merged of known parts, or had rows taken out, has no other minutes than they had.
        const minutes = isNew(part) ? added.get(part.name) : minutesWithin(part, before.parts);
        if (minutes !== undefined) found.push({ ...part, minutes });
      }
      if (found.length < parts.length) continue;
      // What was there before the first look may have been there for long.
      if (before.parts.length > 0) for (const minutes of added.values()) this.#shared.wereWritten(minutes);
      const single = await this.#shared.single(found);
      const spans = standingSpans(
        found.map(({ minutes }) => minutes),
        (minute) => single.has(minute),
      );
      this.#known = { parts: found, spans, holdsUntilMs: this.#shared.restsAtMs };
      return this.#known;
    }
    return undefined;
  }

  async #parts(): Promise<readonly Part[]> {
    const reader = await this.#database.read(
      'SELECT table, name, partition_id, partition, toInt64(min_block_number), toInt64(max_block_number), toInt64(rows), ' +
        'hash_of_all_files, toInt64(now() - modification_time) FROM system.parts ' +
        "WHERE active AND database = currentDatabase() AND table IN ('spans', 'span_cells') AND rows > 0",
    );
    const rows = reader.all((row) => ({
      table: row.text(),
      name: row.text(),
      partition: row.text(),
      partitionedBy: row.text(),
      firstInsert: row.int64(),
      lastInsert: row.int64(),
      rows: row.int64(),
      digest: row.text(),
      ageS: row.int64(),
    }));
    const withCells = new Set(rows.filter(({ table }) => table !== 'spans').map(({ partitionedBy }) => partitionedBy));
    return rows
      .filter(({ table }) => table === 'spans')
      .map(({ table: _, partitionedBy: __, ...part }) => ({ ...part, hasCells: withCells.has(part.digest) }));
  }

  /** By the names of those parts that are still there. Of rows that are marked as deleted, too: each part then has some. */
  async #minutesOf(parts: readonly Part[]): Promise<ReadonlyMap<string, readonly number[]>> {
    if (parts.length === 0) return new Map();
    const rows = await this.#database.read(
      'SELECT _part, groupUniqArray(toFloat64(minute)) FROM spans WHERE _part IN {parts:Array(String)} GROUP BY _part ' +
        'SETTINGS apply_deleted_mask = 0',
      { parts: parts.map(({ name }) => name) },
    );
    return new Map(rows.all((row) => [row.text(), row.float64s()] as const));
  }

  #areNumbered(): Promise<boolean> {
    this.#isOfOneServer ??= forEverybody(() => this.#readEngine());
    // A failure is not kept: the next one asks again.
    this.#isOfOneServer.catch(() => {
      this.#isOfOneServer = undefined;
    });
    return this.#isOfOneServer;
  }

  async #readEngine(): Promise<boolean> {
    const [table] = await this.#database.rows<{ readonly engine: string }>(
      "SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = 'spans'",
    );
    return table?.engine === 'ReplacingMergeTree';
  }
}

function areSame(parts: readonly Part[], known: readonly Part[]): boolean {
  const cellsOf = new Map(known.map(({ name, hasCells }) => [name, hasCells]));
  return parts.length === cellsOf.size && parts.every(({ name, hasCells }) => cellsOf.get(name) === hasCells);
}

/** Whether everything in a part has been in known ones. */
function isMadeOf({ partition, lastInsert }: Part, known: readonly KnownPart[]): boolean {
  return known.some((part) => part.partition === partition && part.lastInsert >= lastInsert);
}

function minutesWithin({ partition, firstInsert, lastInsert }: Part, known: readonly KnownPart[]): readonly number[] {
  const within = known.filter(
    (part) => part.partition === partition && part.firstInsert <= lastInsert && part.lastInsert >= firstInsert,
  );
  return [...new Set(within.flatMap(({ minutes }) => minutes))];
}
