import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { storedTable } from '../schema/table-engine.ts';
import type { ChangeClock } from '../write/change-clock.ts';
import { PayloadBlocks } from './payload-blocks.ts';
import { SpanPack, unpackSpans } from './span-pack.ts';

/** Blocks that are unpacked and written anew at a time: some megabytes. */
const BLOCKS_AT_A_TIME = 64;

interface FoundBlock {
  readonly block: bigint;
  readonly written: bigint;
  /** Whether all of its traces go. */
  readonly goesWhole: boolean;
}

/** Takes what traces were sent as out of the blocks: those that others have a part in are written anew without it. */
export async function deletePayloads(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: ReadonlySet<string>,
  clock: ChangeClock,
): Promise<void> {
  const ids = idSet(traceIds, 16);
  const params = { workspace: workspaceId };
  const seen = new Set<string>();
  // Another collector that does the same may have written one anew with what goes here: until there is none but those
  // that have been seen to, which a server that deletes in its own time may still show.
  for (;;) {
    const reader = await database.read(
      `SELECT block, written, arrayAll(id -> id IN ${ids}, trace_ids) FROM payload_blocks ` +
        `WHERE workspace = {workspace:String} AND arrayExists(id -> id IN ${ids}, trace_ids)`,
      params,
    );
    const found = reader
      .all((from): FoundBlock => ({ block: from.uint64(), written: from.uint64(), goesWhole: from.flag() }))
      .filter((block) => !seen.has(placeOf(block)));
    if (found.length === 0) return;
    for (const block of found) seen.add(placeOf(block));
    const shared = found.filter(({ goesWhole }) => !goesWhole);
    for (let from = 0; from < shared.length; from += BLOCKS_AT_A_TIME) {
      await rewrite(database, workspaceId, shared.slice(from, from + BLOCKS_AT_A_TIME), traceIds, clock);
    }
    await database.command(
      `DELETE FROM ${storedTable('payload_blocks', database.location)} WHERE workspace = {workspace:String} AND ${among(found)}`,
      params,
    );
  }
}

async function rewrite(
  database: ClickHouseDatabase,
  workspaceId: string,
  blocks: readonly FoundBlock[],
  without: ReadonlySet<string>,
  clock: ChangeClock,
): Promise<void> {
  const reader = await database.read(
    `SELECT block, frame FROM payload_blocks WHERE workspace = {workspace:String} AND ${among(blocks)}`,
    { workspace: workspaceId },
  );
  const rest = new PayloadBlocks();
  while (reader.hasMore) {
    const block = reader.uint64();
    const pack = new SpanPack();
    for (const { traceId, spanId, payload, origin } of unpackSpans(reader.slice())) {
      if (!without.has(traceId)) pack.add({ traceId, spanId }, payload, origin);
    }
    rest.addBlock({ workspaceId, block, written: clock.next() }, pack);
  }
  await rest.insert(database);
}

function among(blocks: readonly FoundBlock[]): string {
  return `(block, written) IN (${blocks.map(placeOf).join()})`;
}

/** What tells a block from all others, in SQL. */
function placeOf({ block, written }: FoundBlock): string {
  return `(${block}, ${written})`;
}
