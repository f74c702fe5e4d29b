import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Comparison, FilterValue, FullText } from '../../../../filter/expression.ts';
import type { StoreQuality } from '../../store-quality.ts';
import { LateEventTable } from '../late-event-table.ts';
import type { FilterSql } from '../sql-condition.ts';
import { StoreVersion } from '../store-version.ts';
import { setSql, type TraceSets } from '../trace-sets.ts';
import { consistently } from '../transaction.ts';
import { IndexedChunks } from './indexed-chunks.ts';
import { soughtAttributes } from './sought-attributes.ts';
import { isDamage, openTextsToRead } from './text-database.ts';
import { type Sought, searchChunks, soughtText, type TextMatch } from './text-search.ts';
import { type ChunkVersion, TextTable } from './text-table.ts';
import { TraceSet } from './trace-set.ts';

/** Answers that are kept from one question to the next: a page, its total and its charts ask for the same words. */
const MAX_MATCHES = 32;

/**
 * Finds traces by their words, in the file that is kept beside the spans. What that does not say, because a chunk has
 * not been read yet or is being changed, it leaves open: then the spans themselves are to be looked at.
 */
export class TextIndex {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #matches = new Map<string, TextMatch & { readonly number: number }>();
  readonly #sets: TraceSets;
  readonly #events: LateEventTable;
  readonly #workspace: StatementSync;
  readonly #chunks: StatementSync;
  readonly #touched: StatementSync;
  readonly #tracesOf: StatementSync;
  readonly #storeVersion: StoreVersion;
  /** What the question under way has asked for. */
  readonly #asked = new Set<string>();
  /** Sets that no other question is given; the one under way may ask for them to its end. */
  readonly #outdated: number[] = [];
  #texts: { readonly db: DatabaseSync; readonly inode: number; readonly chunks: IndexedChunks } | undefined;
  #version = '';

  /** @param file The words beside the spans of `db`; it need not be there. */
  constructor(db: DatabaseSync, file: string, sets: TraceSets) {
    this.#db = db;
    this.#sets = sets;
    this.#file = file;
    this.#workspace = db.prepare('SELECT id FROM workspaces WHERE name = ?');
    // The length is read without the columns.
    this.#chunks = db.prepare(
      'SELECT id AS chunk, length(columns) AS columnBytes FROM chunks' +
        ' WHERE workspace = (SELECT id FROM workspaces WHERE name = ?)',
    );
    this.#touched = db.prepare('SELECT DISTINCT chunk FROM tombstones');
    this.#tracesOf = db.prepare(
      'SELECT DISTINCT trace FROM trace_chunks WHERE chunk IN (SELECT value FROM json_each(?))',
    );
    this.#storeVersion = new StoreVersion(db);
    this.#events = new LateEventTable(db);
  }

  /** The traces of a workspace that say something, for the transaction under way; undefined where there is no index. */
  sql(workspaceId: string, text: FullText): FilterSql | undefined {
    return this.#sql(keyOf(workspaceId, text), workspaceId, () => soughtText(text));
  }

  /** Those with a span whose attributes compare so, any of them; undefined where nothing is known of that. */
  attributesSql(workspaceId: string, comparison: Comparison): readonly FilterSql[] | undefined {
    const { field, key, operator, values } = comparison;
    const found = soughtAttributes(comparison)?.map((sought, index) =>
      this.#sql(
        JSON.stringify([workspaceId, field, key, operator, values.map(typed), index]),
        workspaceId,
        () => sought,
      ),
    );
    return found?.every((each) => each !== undefined) ? found : undefined;
  }

  #sql(key: string, workspaceId: string, sought: () => Sought): FilterSql | undefined {
    try {
      this.#attach();
      const match = this.#texts && consistently(this.#texts.db, () => this.#match(key, workspaceId, sought));
      if (match === undefined) return undefined;
      this.#asked.add(key);
      return setSql(match.number, match.possible, match.isExact);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.close();
      return undefined;
    }
  }

  /** What {@link sql} has found of a trace; undefined where its spans have to be looked at. */
  says(workspaceId: string, text: FullText, trace: number): boolean | undefined {
    const key = keyOf(workspaceId, text);
    const match = this.#asked.has(key) ? this.#matches.get(key) : undefined;
    if (match === undefined) return undefined;
    if (!match.possible.has(trace)) return false;
    return match.definite.has(trace) ? true : undefined;
  }

  /** What was noted of the spans that have been read. To be called within a transaction. */
  noted(workspaceId: string): Pick<StoreQuality, 'truncated' | 'skewed' | 'areSpansRead'> {
    this.#attach();
    const texts = this.#texts;
    const { indexed, missing } =
      texts === undefined
        ? { indexed: [], missing: this.#chunksOf(workspaceId) }
        : consistently(texts.db, () => {
            texts.chunks.refresh();
            return this.#split(workspaceId, texts.chunks);
          });
    return {
      truncated: indexed.reduce((sum, chunk) => sum + chunk.truncated, 0),
      skewed: indexed.reduce((sum, chunk) => sum + chunk.skewed, 0),
      areSpansRead: missing.length === 0,
    };
  }

  close(): void {
    this.#texts?.db.close();
    this.#texts = undefined;
    this.#forget();
  }

  #match(
    key: string,
    workspaceId: string,
    sought: () => Sought,
  ): (TextMatch & { readonly number: number }) | undefined {
    const { chunks } = this.#texts!;
    const version = `${this.#storeVersion.now()} ${chunks.refresh()}`;
    if (version !== this.#version) this.#forget();
    this.#version = version;
    const known = this.#matches.get(key);
    if (known !== undefined) return known;
    const workspace = this.#workspace.get(workspaceId);
    if (workspace === undefined) return undefined;
    const { indexed, missing } = this.#split(workspaceId, chunks);
    const unread = new TraceSet();
    if (missing.length > 0) {
      for (const { trace } of this.#tracesOf.all(JSON.stringify(missing))) unread.add(Number(trace));
    }
    // What came apart from its span stands in no chunk.
    for (const trace of this.#events.traces(Number(workspace.id))) unread.add(trace);
    const match = searchChunks(indexed, chunks.table, sought(), unread);
    const found = { ...match, number: this.#sets.add(match.possible) };
    this.#matches.set(key, found);
    return found;
  }

  #split(workspaceId: string, chunks: IndexedChunks): ReturnType<IndexedChunks['split']> {
    const touched = new Set(this.#touched.all().map(({ chunk }) => Number(chunk)));
    return chunks.split(this.#chunksOf(workspaceId), touched);
  }

  #chunksOf(workspaceId: string): readonly ChunkVersion[] {
    return this.#chunks.all(workspaceId) as unknown as readonly ChunkVersion[];
  }

  /** To be called before each question: what was found for the one before may not hold any more. */
  begin(): void {
    // What the last one asked for stays, however much it is: this may be the next turn of the same.
    if (this.#matches.size > MAX_MATCHES) this.#forget((key) => !this.#asked.has(key));
    this.#asked.clear();
    for (const number of this.#outdated.splice(0)) this.#sets.remove(number);
  }

  #forget(isMeant: (key: string) => boolean = () => true): void {
    for (const [key, { number }] of this.#matches) {
      if (!isMeant(key)) continue;
      this.#outdated.push(number);
      this.#matches.delete(key);
    }
  }

  /** Another file may have taken the place of the one that was open. */
  #attach(): void {
    const inode = statSync(this.#file, { throwIfNoEntry: false })?.ino;
    if (inode === this.#texts?.inode) return;
    this.close();
    const db = inode === undefined ? undefined : openTextsToRead(this.#file);
    if (db !== undefined) this.#texts = { db, inode: inode!, chunks: new IndexedChunks(new TextTable(db), db) };
  }
}

/** A bigint, which attributes are not compared with, has no JSON. */
function typed(value: FilterValue): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function keyOf(workspaceId: string, { text, isPrefix }: FullText): string {
  return JSON.stringify([workspaceId, text, isPrefix]);
}
