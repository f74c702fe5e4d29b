import type { ChunkTable, StoredChunk } from './chunk-table.ts';
import type { ChunkSource } from './read-spans.ts';

/**
 * Reads the chunks of one trace after the other within a transaction. What is sent again comes in the order in which it
 * lies there, so the chunk that was read last is mostly the next one as well: it is unpacked once, not for each trace.
 */
export class RecentChunk implements ChunkSource {
  readonly #chunks: ChunkTable;
  #last: StoredChunk | undefined;

  constructor(chunks: ChunkTable) {
    this.#chunks = chunks;
  }

  *ofTrace(trace: number): Generator<StoredChunk> {
    for (const id of this.#chunks.idsOfTrace(trace)) {
      if (this.#last?.id !== id) this.#last = this.#chunks.get(id);
      if (this.#last !== undefined) yield this.#last;
    }
  }

  attempt<T>(chunkId: number, read: () => T): T | undefined {
    return this.#chunks.attempt(chunkId, read);
  }

  /** To be called at the end of the transaction: numbers of chunks may be given again after it. */
  forget(): void {
    this.#last = undefined;
  }
}
