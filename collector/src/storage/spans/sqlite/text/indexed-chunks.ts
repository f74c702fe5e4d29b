import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChunkVersion, IndexedChunk, TextTable } from './text-table.ts';

/** The chunks whose words are known, with what is needed of each before its blocks are read, in memory. */
export class IndexedChunks {
  readonly table: TextTable;
  readonly #dataVersion: StatementSync;
  readonly #known = new Map<number, IndexedChunk>();
  #version: unknown;

  /** @param db The file of `table`, which another connection fills. */
  constructor(table: TextTable, db: DatabaseSync) {
    this.table = table;
    this.#dataVersion = db.prepare('PRAGMA data_version');
  }

  /** Reads what is new. @returns what is another whenever something has changed */
  refresh(): unknown {
    const version = this.#dataVersion.get()?.data_version;
    if (version === this.#version) return version;
    const left = new Set(this.#known.keys());
    for (const { chunk, columnBytes } of this.table.versions()) {
      left.delete(chunk);
      if (this.#known.get(chunk)?.columnBytes === columnBytes) continue;
      const indexed = this.table.get(chunk);
      if (indexed !== undefined) this.#known.set(chunk, indexed);
    }
    for (const chunk of left) this.#known.delete(chunk);
    this.#version = version;
    return version;
  }

  /** Parts the chunks of a store into those whose words are known and those whose are not. @param touched never known */
  split(
    all: readonly ChunkVersion[],
    touched: ReadonlySet<number>,
  ): { readonly indexed: readonly IndexedChunk[]; readonly missing: readonly number[] } {
    const indexed: IndexedChunk[] = [];
    const missing: number[] = [];
    for (const { chunk, columnBytes } of all) {
      const known = this.#known.get(chunk);
      if (known?.columnBytes === columnBytes && !touched.has(chunk)) indexed.push(known);
      else missing.push(chunk);
    }
    return { indexed, missing };
  }
}
