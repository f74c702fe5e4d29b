/** A chunk as the choice of what to merge sees it. */
export interface ChunkSize {
  readonly id: number;
  readonly workspace: number;
  /** Columns and frames as they are stored. */
  readonly bytes: number;
}

/** A chunk of at least this size is left alone: its own bytes outweigh what each chunk costs. */
export const FULL_BYTES: number = 512 * 1024;
/** Bounds what one merge reads and writes, and so how long it takes: some tens of milliseconds. */
const MAX_RUN_BYTES = 2 * 1024 * 1024;
/** Sizes of chunks that are merged with their like: what has been merged once waits for more of its own size. */
const LEVEL_BYTES: readonly number[] = [16 * 1024, 96 * 1024, FULL_BYTES];
const MIN_RUN = 8;
/** What is merged comes to lie in a chunk so many times as large: no span is written anew more than a few times. */
const MIN_GROWTH = 4;

/**
 * Chunks to be made into one: neighbours of one workspace in the order of arrival, smallest sizes first. Fewer than
 * {@link MIN_RUN} are worth it only if they make a full one.
 *
 * @param sizes In the order of their ids.
 * @returns undefined if there is nothing to gain.
 */
export function nextRun(sizes: readonly ChunkSize[]): readonly ChunkSize[] | undefined {
  for (const limit of LEVEL_BYTES) {
    const open = new Map<number, { chunks: ChunkSize[]; bytes: number }>();
    for (const size of sizes) {
      const run = open.get(size.workspace) ?? { chunks: [], bytes: 0 };
      open.set(size.workspace, run);
      const fits = size.bytes < limit && run.bytes + size.bytes <= MAX_RUN_BYTES;
      if (!fits && isWorthIt(run)) return run.chunks;
      if (!fits) open.delete(size.workspace);
      else {
        run.chunks.push(size);
        run.bytes += size.bytes;
      }
    }
    for (const run of open.values()) if (isWorthIt(run)) return run.chunks;
  }
  return undefined;
}

function isWorthIt({ chunks, bytes }: { readonly chunks: readonly ChunkSize[]; readonly bytes: number }): boolean {
  const growth = bytes / chunks.reduce((largest, size) => Math.max(largest, size.bytes), 1);
  return (chunks.length >= MIN_RUN && growth >= MIN_GROWTH) || (bytes >= FULL_BYTES && growth >= 2);
}
