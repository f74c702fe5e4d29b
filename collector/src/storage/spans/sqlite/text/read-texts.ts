import type { DatabaseSync } from 'node:sqlite';
import { idBytes } from '../chunk/id-bytes.ts';
import type { ChunkTable } from '../chunk-table.ts';
import type { ChunkTextReader } from './chunk-texts.ts';
import type { TermBlocks } from './term-blocks.ts';

/** Everything that the index of texts holds of a chunk. */
export interface IndexedTexts extends TermBlocks {
  readonly spanCount: number;
  readonly truncated: number;
  readonly skewed: number;
  /** Numbers of its traces in the table of traces; 0, which none has, of those that are gone. */
  readonly traces: readonly number[];
  /** Places in `traces` of those that have to be looked at whatever the words say. */
  readonly unsure: readonly number[];
}

const NOTHING: IndexedTexts = {
  spanCount: 0,
  truncated: 0,
  skewed: 0,
  traces: [],
  unsure: [],
  directory: new Uint8Array(),
  blocks: [],
};

/**
 * Reads the words of a chunk; a damaged one has none. To be called within a transaction.
 *
 * @param isPassedOver Reads no words: all of its traces have to be looked at
 */
export function readTexts(
  db: DatabaseSync,
  chunks: ChunkTable,
  reader: ChunkTextReader,
  id: number,
  isPassedOver: boolean,
): IndexedTexts {
  const chunk = chunks.get(id);
  const read = chunk && chunks.attempt(id, () => reader.read(chunks, chunk, isPassedOver));
  if (chunk === undefined || read === undefined) return NOTHING;
  const number = db.prepare('SELECT id FROM traces WHERE workspace = ? AND trace_id = ?');
  const { traceIds, ...texts } = read;
  return {
    ...texts,
    traces: traceIds.map((traceId) => Number(number.get(chunk.workspace, idBytes(traceId))?.id ?? 0)),
  };
}
