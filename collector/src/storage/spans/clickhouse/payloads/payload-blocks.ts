import { randomBytes, randomUUID } from 'node:crypto';
import type { SpanIds } from '../../span-store.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { TYPE } from '../stored-column.ts';
import { type SpanOrigin, SpanPack } from './span-pack.ts';

/** What is packed together, before it is: some dozens of traces. Of more, one of them would take longer to be read. */
const BLOCK_BYTES = 256 * 1024;
/** Tells blocks of one millisecond apart. Should two be alike all the same, each is looked into. */
const RANDOM_BITS = 22n;

/** The columns of `payload_blocks`, in the order in which rows are written. */
export const BLOCK_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'workspace', type: 'LowCardinality(String)' },
  { name: 'block', type: 'UInt64 CODEC(NONE)' },
  { name: 'written', type: TYPE.moment },
  { name: 'trace_ids', type: 'Array(FixedString(16)) CODEC(NONE)' },
  { name: 'frame', type: 'String CODEC(NONE)' },
];

/** A block that is written anew, without what has been taken out of it. */
export interface PayloadBlock {
  readonly workspaceId: string;
  readonly block: bigint;
  /** A number of the clock of changes: tells it from what it takes the place of. */
  readonly written: number;
}

/**
 * Spans as they were sent, on their way to `payload_blocks`. They are packed here: what is then sent, sorted and merged
 * is a sixth of it, and no merge has to unpack it.
 */
export class PayloadBlocks {
  readonly #rows = new RowWriter();
  readonly #pack = new SpanPack();
  #current: PayloadBlock | undefined;

  /** @param written a number of the clock of changes. @returns the block in which it will stand */
  add(workspaceId: string, written: number, ids: SpanIds, payload: Uint8Array, origin: SpanOrigin): bigint {
    if (workspaceId !== this.#current?.workspaceId || this.#pack.bytes >= BLOCK_BYTES) this.#end();
    this.#current ??= { workspaceId, block: newBlock(written), written };
    this.#pack.add(ids, payload, origin);
    return this.#current.block;
  }

  /** Adds a block as a whole. */
  addBlock({ workspaceId, block, written }: PayloadBlock, pack: SpanPack): void {
    this.#rows.text(workspaceId);
    this.#rows.uint64(block);
    this.#rows.int64(written);
    this.#rows.ids([...pack.traceIds], 16);
    this.#rows.bytes(pack.finish());
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.#rows.clear();
    this.#pack.clear();
    this.#current = undefined;
  }

  async insert(database: ClickHouseDatabase): Promise<void> {
    this.#end();
    if (this.#rows.length === 0) return;
    const columns = BLOCK_COLUMNS.map(({ name }) => name);
    await database.insert({ table: 'payload_blocks', columns, rows: this.#rows.finish(), token: randomUUID() });
  }

  #end(): void {
    if (this.#current !== undefined) this.addBlock(this.#current, this.#pack);
    this.#pack.clear();
    this.#current = undefined;
  }
}

/** Ascending by the millisecond, so that blocks of a time lie together. Never 0, which is no block. */
function newBlock(writtenUs: number): bigint {
  const random = BigInt(randomBytes(4).readUInt32LE()) & ((1n << RANDOM_BITS) - 1n);
  return (BigInt(Math.floor(writtenUs / 1_000)) << RANDOM_BITS) | random;
}
