import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { immediately } from '../transaction.ts';
import { decodeNumbers, encodeNumbers } from './number-list.ts';
import type { IndexedTexts } from './read-texts.ts';
import { blocksOf, markAccepted, markTerm } from './term-blocks.ts';

/** `blocks.id` is the chunk's number times this, plus the index of the block. */
const MAX_BLOCKS = 65_536;

/** What tells a chunk in the file of spans from what stood there under the same number. */
export interface ChunkVersion {
  readonly chunk: number;
  /** Length of its columns. */
  readonly columnBytes: number;
}

/** What is known of a chunk's words before any block is read. */
export type IndexedChunk = ChunkVersion & Omit<IndexedTexts, 'blocks'>;

/** The tables of a file of words. */
export class TextTable {
  readonly #db: DatabaseSync;
  readonly #versions: StatementSync;
  readonly #chunk: StatementSync;
  readonly #block: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#versions = db.prepare('SELECT chunk, column_bytes AS columnBytes FROM chunks ORDER BY chunk');
    this.#chunk = db.prepare(
      'SELECT column_bytes, spans, truncated, skewed, traces, unsure, directory FROM chunks WHERE chunk = ?',
    );
    this.#block = db.prepare('SELECT terms FROM blocks WHERE id = ?');
  }

  versions(): readonly ChunkVersion[] {
    return this.#versions.all() as unknown as readonly ChunkVersion[];
  }

  get(chunk: number): IndexedChunk | undefined {
    const row = this.#chunk.get(chunk);
    return (
      row && {
        chunk,
        columnBytes: Number(row.column_bytes),
        spanCount: Number(row.spans),
        truncated: Number(row.truncated),
        skewed: Number(row.skewed),
        traces: decodeNumbers(row.traces as Uint8Array),
        unsure: decodeNumbers(row.unsure as Uint8Array),
        directory: row.directory as Uint8Array,
      }
    );
  }

  /** Marks the places of the traces that a word stands in. @param term UTF-8, cut as words are that are kept */
  mark({ chunk, directory }: IndexedChunk, term: Uint8Array, isPrefix: boolean, marks: Uint8Array): void {
    const [from, to] = blocksOf(directory, term, isPrefix);
    for (let index = from; index <= to; index++) {
      const block = this.#block.get(chunk * MAX_BLOCKS + index)?.terms;
      if (block !== undefined) markTerm(block as Uint8Array, term, isPrefix, marks);
    }
  }

  /** The same of all words that begin so, as far as they are accepted. */
  markAccepted(
    { chunk, directory }: IndexedChunk,
    prefix: Uint8Array,
    accepts: (term: string) => boolean,
    marks: Uint8Array,
  ): void {
    const [from, to] = blocksOf(directory, prefix, true);
    for (let index = from; index <= to; index++) {
      const block = this.#block.get(chunk * MAX_BLOCKS + index)?.terms;
      if (block !== undefined) markAccepted(block as Uint8Array, prefix, accepts, marks);
    }
  }

  /** Everything that is kept of a chunk. */
  whole(chunk: number): IndexedTexts | undefined {
    const known = this.get(chunk);
    if (known === undefined) return undefined;
    const { chunk: _, columnBytes: __, ...texts } = known;
    const blocks = this.#db
      .prepare('SELECT terms FROM blocks WHERE id >= ? AND id < ? ORDER BY id')
      .all(chunk * MAX_BLOCKS, (chunk + 1) * MAX_BLOCKS)
      .map(({ terms }) => terms as Uint8Array);
    return { ...texts, blocks };
  }

  /** Chunks of which there are words, though nothing says so. */
  orphans(): readonly number[] {
    return this.#db
      .prepare(`SELECT DISTINCT id / ${MAX_BLOCKS} AS chunk FROM blocks EXCEPT SELECT chunk FROM chunks`)
      .all()
      .map(({ chunk }) => Number(chunk));
  }

  /** Writes the words of a chunk in one transaction. */
  put({ chunk, columnBytes }: ChunkVersion, texts: IndexedTexts): void {
    const { spanCount, truncated, skewed, traces, unsure, directory, blocks } = texts;
    immediately(this.#db, () => {
      this.#remove(chunk);
      this.#db
        .prepare(
          'INSERT INTO chunks(chunk, column_bytes, spans, truncated, skewed, traces, unsure, directory)' +
            ' VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(
          ...[chunk, columnBytes, spanCount, truncated, skewed],
          ...[encodeNumbers(traces), encodeNumbers(unsure), directory],
        );
      const insert = this.#db.prepare('INSERT INTO blocks(id, terms) VALUES (?, ?)');
      for (const [index, terms] of blocks.entries()) insert.run(chunk * MAX_BLOCKS + index, terms);
    });
  }

  remove(chunks: readonly number[]): void {
    immediately(this.#db, () => {
      for (const chunk of chunks) this.#remove(chunk);
    });
  }

  #remove(chunk: number): void {
    this.#db.prepare('DELETE FROM chunks WHERE chunk = ?').run(chunk);
    this.#db.prepare('DELETE FROM blocks WHERE id >= ? AND id < ?').run(chunk * MAX_BLOCKS, (chunk + 1) * MAX_BLOCKS);
  }
}
