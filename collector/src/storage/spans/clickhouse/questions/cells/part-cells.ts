import type { ClickHouseDatabase } from '../../clickhouse-database.ts';
import { storedTable } from '../../schema/table-engine.ts';
import { measuredSql, OF_SPANS } from '../figures-sql.ts';
import type { KnownPart } from '../span-parts.ts';
import { CELL_COLUMNS, CELL_KEY_SQL, cellFigures } from './cell-columns.ts';

/** Which parts are worth adding up. */
export interface CellLimits {
  /** Smaller ones are read as quickly. */
  readonly minRows: number;
  /** In one statement, of a minute at most. */
  readonly maxRows: number;
  /** A younger one may soon be merged with others. */
  readonly minAgeS: number;
  /** Where cells have fewer rows, they are not much quicker to read than those. */
  readonly minRowsPerCell: number;
}

const LIMITS: CellLimits = { minRows: 16_384, maxRows: 30_000_000, minAgeS: 10, minRowsPerCell: 16 };
/** A cell takes some kilobytes of memory while it is made. */
const MAX_CELLS = 50_000;

/** All that one statement inserts is seen at once. */
const AS_ONE = [
  'max_insert_threads = 1',
  'max_threads = 1',
  'min_insert_block_size_rows = 1000000000',
  'min_insert_block_size_bytes = 0',
  'max_insert_block_size = 1000000000',
  // What came twice is one row in the end; but what was dropped must be stored when it comes again.
  'insert_deduplicate = 0',
].join(', ');

/** Adds up the spans of parts, which never change, one part after the other, behind the back of who asks. */
export class PartCells {
  readonly #database: ClickHouseDatabase;
  readonly #limits: CellLimits;
  /** By their digests, parts that are not worth it. */
  readonly #passedOver = new Set<string>();
  #work: Promise<void> | undefined;
  #isClosed = false;

  constructor(database: ClickHouseDatabase, limits: Partial<CellLimits> = {}) {
    this.#database = database;
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Resolves when there are cells of all of these parts that are worth it; one that fails is tried with the next question. */
  add(parts: readonly KnownPart[]): Promise<void> {
    const { minRows, maxRows, minAgeS } = this.#limits;
    const wanted = parts.filter(
      ({ rows, ageS, hasCells, digest }) =>
        !hasCells && rows >= minRows && rows <= maxRows && ageS >= minAgeS && !this.#passedOver.has(digest),
    );
    if (wanted.length === 0) return Promise.resolve();
    this.#work ??= this.#addAll(wanted).finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#work;
  }

  async #addAll(parts: readonly KnownPart[]): Promise<void> {
    for (const part of parts) {
      if (this.#isClosed) break;
      try {
        if (await this.#isWorthIt(part)) await this.#add(part);
        else this.#passedOver.add(part.digest);
      } catch {
        // Questions are answered without.
        return;
      }
    }
    await dropOldCells(this.#database).catch(() => {});
  }

  async #isWorthIt({ name, rows }: KnownPart): Promise<boolean> {
    const counted = await this.#database.read(
      `SELECT uniqCombined(${CELL_KEY_SQL.join(', ')}) FROM spans WHERE _part = {name:String} AND is_gone = 0`,
      { name },
    );
    const cells = Number(counted.uint64());
    return cells <= MAX_CELLS && cells * this.#limits.minRowsPerCell <= rows;
  }

  /** Of a part that has gone, no cell is made. */
  async #add({ name, digest }: KnownPart): Promise<void> {
    const keys = CELL_KEY_SQL.map((_, index) => `k${index}`);
    await this.#database.command(
      `INSERT INTO span_cells (${CELL_COLUMNS.map((column) => column.name).join(', ')}) ` +
        `SELECT {digest:String}, ${keys.join(', ')}, ${cellFigures(true)} FROM ` +
        `(SELECT ${CELL_KEY_SQL.map((sql, index) => `${sql} AS k${index}`).join(', ')}, ` +
        `${measuredSql(OF_SPANS)} FROM spans WHERE _part = {name:String} AND is_gone = 0) ` +
        `GROUP BY ${keys.join(', ')} SETTINGS ${AS_ONE}`,
      { name, digest },
    );
  }
}

/** Drops what was added up of parts that are gone: merged with others, or rows were taken out of them. */
export async function dropOldCells(database: ClickHouseDatabase): Promise<void> {
  const { cluster } = database.location;
  // Parts that several servers share have no cells.
  if (cluster !== undefined) return;
  const ofParts = (columns: string, table: string): string =>
    `SELECT DISTINCT ${columns} FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}'`;
  const cells = await database.rows<{ readonly part: string; readonly id: string }>(
    ofParts('partition AS part, partition_id AS id', 'span_cells'),
  );
  if (cells.length === 0) return;
  // Asked after them: cells are made of parts that are there, and a part that is gone does not come back.
  const parts = await database.rows<{ readonly digest: string }>(ofParts('hash_of_all_files AS digest', 'spans'));
  const known = new Set(parts.map(({ digest }) => digest));
  for (const { part, id } of cells) {
    if (known.has(part) || !/^[0-9a-f]+$/.test(id)) continue;
    await database.command(`ALTER TABLE ${storedTable('span_cells', database.location)} DROP PARTITION ID '${id}'`);
  }
}
