import type { DatabaseSync } from 'node:sqlite';
import type { ChunkTable } from '../chunk-table.ts';
import { ChunkRows } from './chunk-rows.ts';
import { HotChunks } from './hot-chunks.ts';
import { SpreadTraces } from './spread-traces.ts';

/** What all questions share that are answered from whole columns. */
export class HotColumns {
  readonly chunks: HotChunks;
  readonly spread: SpreadTraces;
  /** Of one chunk at a time. */
  readonly rows: ChunkRows = new ChunkRows();

  constructor(db: DatabaseSync, chunks: ChunkTable) {
    this.chunks = new HotChunks(db, chunks);
    this.spread = new SpreadTraces(db, chunks);
  }
}
