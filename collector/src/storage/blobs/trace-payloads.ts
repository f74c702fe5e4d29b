import { OneAtATime } from '../../one-at-a-time.ts';
import type { BlobContent, BlobStore } from './blob-store.ts';
import { withSha256 } from './with-sha256.ts';

/**
 * Contents of spans that were too large to stand in them, by their hash. Each is kept once, however many traces have it,
 * and goes with the last of them. Three kinds of files say so: `content/{sha256}`, and, empty, `uses/{sha256}/{trace}`
 * and `traces/{trace}/{sha256}`.
 */
export class TracePayloads {
  readonly #blobs: BlobStore;
  /** What is under way of each hash: who takes the last use away must not meet with a new one. */
  readonly #works = new OneAtATime();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /**
   * Keeps a content for a trace, which may come later; once it is kept, again is nothing new.
   *
   * @param sha256 64 hex digits in lower case
   * @returns its size in bytes
   * @throws ApiError `INVALID_PARAMETER_VALUE` if it has another hash; then nothing is kept.
   */
  put(workspaceId: string, traceId: string, sha256: string, content: AsyncIterable<Uint8Array>): Promise<number> {
    const space = hidden(workspaceId);
    return this.#works.run(`${space}/${sha256}`, async () => {
      const sizeBytes = await this.#blobs.put(space, contentPath(sha256), withSha256(content, sha256));
      await this.#blobs.put(space, `uses/${sha256}/${traceId}`, nothing());
      await this.#blobs.put(space, `traces/${traceId}/${sha256}`, nothing());
      return sizeBytes;
    });
  }

  /** Undefined if it is not kept, or no longer. */
  read(workspaceId: string, sha256: string): Promise<BlobContent | undefined> {
    return this.#blobs.read(hidden(workspaceId), contentPath(sha256));
  }

  /** Removes what no other trace has. */
  async deleteTraces(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    const space = hidden(workspaceId);
    // Mostly there are none at all: then nothing is to be looked for.
    if ((await this.#blobs.stat(space, 'traces')) === undefined) return;
    for (const traceId of traceIds) {
      const used = await this.#blobs.list(space, `traces/${traceId}`);
      for (const { path } of used) {
        const sha256 = nameOf(path);
        await this.#works.run(`${space}/${sha256}`, async () => {
          await this.#blobs.delete(space, `uses/${sha256}/${traceId}`);
          const others = await this.#blobs.list(space, `uses/${sha256}`);
          if (others.length === 0) await this.#blobs.delete(space, contentPath(sha256));
          // Last, and this one alone: it tells what is left to be done, and others may come meanwhile.
          await this.#blobs.delete(space, path);
        });
      }
    }
  }

  /** Traces that contents are kept for, and when the first of each came, ms since the Unix epoch. */
  async *traces(workspaceId: string): AsyncGenerator<{ readonly traceId: string; readonly sinceMs: number }> {
    let last: { readonly traceId: string; readonly sinceMs: number } | undefined;
    for await (const { path, modifiedMs } of this.#blobs.files(hidden(workspaceId), 'traces')) {
      const [, traceId = ''] = path.split('/');
      if (last !== undefined && last.traceId !== traceId) yield last;
      last = { traceId, sinceMs: Math.min(modifiedMs, last?.traceId === traceId ? last.sinceMs : modifiedMs) };
    }
    if (last !== undefined) yield last;
  }
}

/** Names of workspaces do not begin with a dot. */
function hidden(workspaceId: string): string {
  return `.payloads-${workspaceId}`;
}

function contentPath(sha256: string): string {
  return `content/${sha256}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
