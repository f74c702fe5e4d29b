import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ChunkTable } from '../chunk-table.ts';
import { giveBack } from '../give-back.ts';
import { openSpanDatabase } from '../span-database.ts';
import { consistently } from '../transaction.ts';
import { ChunkTextReader } from './chunk-texts.ts';
import { readTexts } from './read-texts.ts';
import { isDamage, openTextDatabase, removeTexts, textFileOf } from './text-database.ts';
import { type ChunkVersion, TextTable } from './text-table.ts';

/** What a search cannot find in the index yet. */
export interface TextLag {
  readonly spans: number;
  /** Since the oldest of them was first seen. */
  readonly seconds: number;
}

interface Waiting extends ChunkVersion {
  readonly spans: number;
  readonly sinceMs: number;
}

/** How a {@link TextFiller} deals with chunks that are too much for it. */
export interface FillerOptions {
  /** Told of each chunk before it is read: whoever does not come back from it should not read it again. */
  readonly onRead?: (chunk: number) => void;
  /** A chunk whose words are not to be read. */
  readonly passedOver?: number | undefined;
}

/**
 * Brings the words of a store up to date with its chunks, the newest first: reads those that are new, and drops the
 * words of those that are gone. Everything it knows stands in its file, so that it may be stopped at any moment.
 */
export class TextFiller {
  readonly #file: string;
  readonly #spans: DatabaseSync;
  readonly #chunks: ChunkTable;
  readonly #versions: StatementSync;
  readonly #dataVersion: StatementSync;
  readonly #touched: StatementSync;
  readonly #size: StatementSync;
  readonly #onRead: (chunk: number) => void;
  readonly #passedOver: number | undefined;
  #reader: ChunkTextReader | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #texts: DatabaseSync;
  #table: TextTable;

  /** @param spanFile The file of spans, which is only read. @throws StoreError if it or the one beside cannot be opened. */
  constructor(spanFile: string, { onRead = () => {}, passedOver }: FillerOptions = {}) {
    this.#onRead = onRead;
    this.#passedOver = passedOver;
    this.#file = textFileOf(spanFile);
    this.#spans = openSpanDatabase(spanFile, true);
    this.#texts = openTextDatabase(this.#file);
    this.#table = new TextTable(this.#texts);
    const db = this.#spans;
    // Damage is told by those who are asked for the spans.
    this.#chunks = new ChunkTable(db, () => {});
    this.#versions = db.prepare('SELECT id AS chunk, length(columns) AS columnBytes FROM chunks ORDER BY id DESC');
    this.#dataVersion = db.prepare('PRAGMA data_version');
    this.#touched = db.prepare('SELECT DISTINCT chunk FROM tombstones');
    this.#size = db.prepare('SELECT substr(columns, 13, 4) AS spans FROM chunks WHERE id = ?');
  }

  /** Another whenever the spans have changed. */
  version(): unknown {
    return this.#dataVersion.get()?.data_version;
  }

  /**
   * Looks for what has changed, then reads chunks until the time is up, one at least, of those that have waited for so
   * long.
   *
   * @returns whether there are more of them.
   * @throws Error of SQLite, such as for a full disk: the next call goes on.
   */
  step(budgetMs: number, patienceMs = 0): boolean {
    try {
      return this.#step(performance.now() + budgetMs, patienceMs);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#texts.close();
      removeTexts(this.#file);
      this.#texts = openTextDatabase(this.#file);
      this.#table = new TextTable(this.#texts);
      return true;
    }
  }

  lag(): TextLag {
    const waiting = [...this.#waiting.values()];
    const sinceMs = waiting.reduce((least, each) => Math.min(least, each.sinceMs), Number.POSITIVE_INFINITY);
    return {
      spans: waiting.reduce((sum, { spans }) => sum + spans, 0),
      seconds: waiting.length === 0 ? 0 : (performance.now() - sinceMs) / 1_000,
    };
  }

  /** Lets the memory go that reading takes; the next step takes it anew. */
  rest(): void {
    this.#reader = undefined;
  }

  close(): void {
    // Whoever closes it last may only read, and would leave the log with what was in it.
    this.#texts.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#texts.close();
    this.#spans.close();
  }

  #step(untilMs: number, patienceMs: number): boolean {
    const { gone, ready } = consistently(this.#spans, () => this.#compare(patienceMs));
    if (gone.length > 0) {
      this.#table.remove(gone);
      giveBack(this.#texts);
    }
    for (const chunk of ready) {
      this.#fill(chunk);
      this.#waiting.delete(chunk.chunk);
      if (performance.now() > untilMs) break;
    }
    return ready.some(({ chunk }) => this.#waiting.has(chunk));
  }

  /** @returns chunks whose words are of no use any more, and those that can be read. */
  #compare(patienceMs: number): { readonly gone: readonly number[]; readonly ready: readonly ChunkVersion[] } {
    const known = new Map(this.#table.versions().map(({ chunk, columnBytes }) => [chunk, columnBytes]));
    const all = this.#versions.all() as unknown as readonly ChunkVersion[];
    const waiting = all.filter(({ chunk, columnBytes }) => known.get(chunk) !== columnBytes);
    for (const { chunk } of all) known.delete(chunk);
    const old = new Map(this.#waiting);
    this.#waiting.clear();
    for (const version of waiting) this.#waiting.set(version.chunk, old.get(version.chunk) ?? this.#seen(version));
    // These are about to be written anew.
    const touched = new Set(this.#touched.all().map(({ chunk }) => Number(chunk)));
    const ripeMs = performance.now() - patienceMs;
    const isRipe = (chunk: number): boolean => (this.#waiting.get(chunk)?.sinceMs ?? ripeMs) <= ripeMs;
    return { gone: [...known.keys()], ready: waiting.filter(({ chunk }) => !touched.has(chunk) && isRipe(chunk)) };
  }

  #seen(version: ChunkVersion): Waiting {
    const spans = Buffer.from((this.#size.get(version.chunk)?.spans ?? new Uint8Array(4)) as Uint8Array);
    return { ...version, spans: spans.length < 4 ? 0 : spans.readUInt32LE(), sinceMs: performance.now() };
  }

  #fill(version: ChunkVersion): void {
    this.#onRead(version.chunk);
    this.#reader ??= new ChunkTextReader();
    const reader = this.#reader;
    this.#table.put(
      version,
      consistently(this.#spans, () =>
        readTexts(this.#spans, this.#chunks, reader, version.chunk, version.chunk === this.#passedOver),
      ),
    );
  }
}
