import { randomUUID } from 'node:crypto';
import { OneAtATime } from '../../one-at-a-time.ts';
import type { BlobContent, BlobStore } from './blob-store.ts';
import { copyOf, hiddenSpace, PAYLOAD_PATHS as PATHS, type PayloadCopy } from './payload-paths.ts';
import { withSha256 } from './with-sha256.ts';

/** What is kept in place of a content once its hash has been found to be right. */
export type ChangeContent = (workspaceId: string, content: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A copy may go between being listed and being read, but not for ever. */
const ATTEMPTS = 5;

/**
 * Contents of spans that were too large to stand in them, by their hash. Each is kept once, however many traces have it,
 * and goes with the last of them; where collectors that share a bucket take one in at the same moment there may be
 * another copy of it.
 *
 * Nobody locks anything, so that nobody who stands still for long can do harm later. A copy has a name that is never used
 * again. Whoever counts on one says so first and looks afterwards whether it was given up; whoever would remove one gives
 * it up first and looks afterwards whether anybody counts on it. So one of two who meet sees the other.
 */
export class TracePayloads {
  readonly #blobs: BlobStore;
  readonly #change: ChangeContent;
  /** What is under way of each hash: here it need not be found out by looking. */
  readonly #works = new OneAtATime();

  constructor(blobs: BlobStore, change: ChangeContent = (_, content) => content) {
    this.#blobs = blobs;
    this.#change = change;
  }

  /**
   * Keeps a content for a trace, which may come later; once it is kept, again is nothing new.
   *
   * @param sha256 64 hex digits in lower case
   * @returns its size in bytes
   * @throws ApiError `INVALID_PARAMETER_VALUE` if it has another hash; then nothing is kept.
   */
  put(workspaceId: string, traceId: string, sha256: string, content: AsyncIterable<Uint8Array>): Promise<number> {
    const space = hiddenSpace(workspaceId);
    return this.#works.run(`${space}/${sha256}`, async () => {
      const kept = await this.#countOnCopy(space, traceId, sha256);
      const copy = kept ?? { sha256, id: randomUUID() };
      try {
        if (kept === undefined) await this.#countOn(space, traceId, copy);
        const hashed = this.#change(workspaceId, withSha256(content, sha256));
        const sizeBytes =
          kept === undefined ? await this.#blobs.put(space, PATHS.content(copy), hashed) : await sizeOf(hashed);
        // Another collector has deleted the trace meanwhile, and may have found nothing of this yet.
        if (!(await this.#isThere(space, PATHS.ofTrace(traceId, copy)))) await this.#release(space, traceId, copy);
        return sizeBytes;
      } catch (error) {
        // If that fails, too, it goes with its trace.
        await this.#release(space, traceId, copy).catch(() => {});
        throw error;
      }
    });
  }

  /** Undefined if it is not kept, or no longer. */
  async read(workspaceId: string, sha256: string): Promise<BlobContent | undefined> {
    const space = hiddenSpace(workspaceId);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const copies = await this.#blobs.list(space, PATHS.contents(sha256));
      if (copies.length === 0) break;
      for (const { path } of copies) {
        const content = await this.#blobs.read(space, path);
        if (content !== undefined) return content;
      }
    }
    return this.#blobs.read(space, PATHS.onlyContent(sha256));
  }

  /** Traces that a content is kept for. */
  async tracesWith(workspaceId: string, sha256: string): Promise<readonly string[]> {
    const space = hiddenSpace(workspaceId);
    const copies = await this.#blobs.list(space, PATHS.contents(sha256));
    const uses = copies.map(({ path }) => PATHS.uses({ sha256, id: path.slice(path.lastIndexOf('/') + 1) }));
    const used = await Promise.all([...uses, PATHS.onlyUses(sha256)].map((folder) => this.#blobs.list(space, folder)));
    return [...new Set(used.flat().map(({ path }) => path.slice(path.lastIndexOf('/') + 1)))];
  }

  /** How many contents are kept for traces; one that several of them have counts for each. */
  async count(workspaceId: string, traceIds: readonly string[]): Promise<number> {
    const space = hiddenSpace(workspaceId);
    if ((await this.#blobs.stat(space, PATHS.traces)) === undefined) return 0;
    let count = 0;
    for (const traceId of traceIds) count += (await this.#blobs.list(space, `${PATHS.traces}/${traceId}`)).length;
    return count;
  }

  /** Removes what no other trace has. */
  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    const space = hiddenSpace(workspaceId);
    // Mostly there are none at all: then nothing is to be looked for.
    if ((await this.#blobs.stat(space, PATHS.traces)) === undefined) return;
    for (const traceId of traceIds) {
      for (const { path } of await this.#blobs.list(space, `${PATHS.traces}/${traceId}`)) {
        const copy = copyOf(path);
        await this.#works.run(`${space}/${copy.sha256}`, () =>
          copy.id === undefined
            ? this.#releaseOnly(space, traceId, copy.sha256)
            : this.#release(space, traceId, copy as PayloadCopy),
        );
      }
    }
  }

  /** Traces that contents are kept for, and when the first of each came, ms since the Unix epoch. */
  async *traces(workspaceId: string): AsyncGenerator<{ readonly traceId: string; readonly sinceMs: number }> {
    let last: { readonly traceId: string; readonly sinceMs: number } | undefined;
    for await (const { path, modifiedMs } of this.#blobs.files(hiddenSpace(workspaceId), PATHS.traces)) {
      const [, traceId = ''] = path.split('/');
      if (last !== undefined && last.traceId !== traceId) yield last;
      last = { traceId, sinceMs: Math.min(modifiedMs, last?.traceId === traceId ? last.sinceMs : modifiedMs) };
    }
    if (last !== undefined) yield last;
  }

  /** A copy that is there and stays as long as this trace does; undefined where there is none. */
  async #countOnCopy(space: string, traceId: string, sha256: string): Promise<PayloadCopy | undefined> {
    for (const { path } of await this.#blobs.list(space, PATHS.contents(sha256))) {
      const copy = { sha256, id: path.slice(path.lastIndexOf('/') + 1) };
      if (await this.#isThere(space, PATHS.givenUp(copy))) continue;
      await this.#countOn(space, traceId, copy);
      const isGivenUp = await this.#isThere(space, PATHS.givenUp(copy));
      // In this order: the mark of what was given up goes after the copy.
      if (!isGivenUp && (await this.#isThere(space, PATHS.content(copy)))) return copy;
      await this.#release(space, traceId, copy);
    }
    return undefined;
  }

  /** First where it is found when the trace goes, so that nothing is left of what breaks off in between. */
  async #countOn(space: string, traceId: string, copy: PayloadCopy): Promise<void> {
    await this.#blobs.put(space, PATHS.ofTrace(traceId, copy), nothing());
    await this.#blobs.put(space, PATHS.use(copy, traceId), nothing());
  }

  async #release(space: string, traceId: string, copy: PayloadCopy): Promise<void> {
    for (let isLeft = true; isLeft; ) {
      await this.#blobs.delete(space, PATHS.use(copy, traceId));
      const isRemoved = await this.#removeUnused(space, copy);
      // Last, and this one alone: it tells what is left to be done, and others may come meanwhile.
      await this.#blobs.delete(space, PATHS.ofTrace(traceId, copy));
      // Another collector that keeps a content for the trace which goes may have been between the two.
      isLeft = await this.#isThere(space, PATHS.use(copy, traceId));
      isLeft ||= isRemoved && (await this.#isThere(space, PATHS.content(copy)));
    }
  }

  /** @returns whether nobody counts on it */
  async #removeUnused(space: string, copy: PayloadCopy): Promise<boolean> {
    if (await this.#isThere(space, PATHS.uses(copy))) return false;
    await this.#blobs.put(space, PATHS.givenUp(copy), nothing());
    // Who has come meanwhile keeps it; it stays given up, so that nobody else comes, and goes with him.
    if (await this.#isThere(space, PATHS.uses(copy))) return false;
    await this.#blobs.delete(space, PATHS.content(copy));
    await this.#blobs.delete(space, PATHS.givenUp(copy));
    return true;
  }

  /** A content as it was kept when one process alone did so: nothing new comes to count on it. */
  async #releaseOnly(space: string, traceId: string, sha256: string): Promise<void> {
    await this.#blobs.delete(space, PATHS.onlyUse(sha256, traceId));
    if (!(await this.#isThere(space, PATHS.onlyUses(sha256)))) {
      await this.#blobs.delete(space, PATHS.onlyContent(sha256));
    }
    await this.#blobs.delete(space, PATHS.onlyOfTrace(traceId, sha256));
  }

  async #isThere(space: string, path: string): Promise<boolean> {
    return (await this.#blobs.stat(space, path)) !== undefined;
  }
}

async function sizeOf(content: AsyncIterable<Uint8Array>): Promise<number> {
  let sizeBytes = 0;
  for await (const piece of content) sizeBytes += piece.byteLength;
  return sizeBytes;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
