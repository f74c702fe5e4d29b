import type { BlobContent, BlobEntry, BlobFile, BlobStore } from './blob-store.ts';

/**
 * Blobs in memory of several processes whose steps a seed brings into an order: each waits for its turn before it is
 * done, and is then done as a whole, as in a bucket.
 */
export class InterleavedBlobs implements BlobStore {
  readonly stored: Map<string, Buffer> = new Map();
  readonly #random: () => number;
  readonly #waiting: (() => void)[] = [];

  /** @param random 0 ≤ n < 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Lets steps be done in any order until all of `works` have ended. */
  async run(works: readonly Promise<unknown>[]): Promise<void> {
    let hasEnded = false;
    const ending = Promise.all(works).finally(() => {
      hasEnded = true;
    });
    ending.catch(() => {});
    while (!hasEnded) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1);
      next?.();
    }
    await ending;
  }

  async put(workspaceId: string, path: string, content: AsyncIterable<Uint8Array>): Promise<number> {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    await this.#turn();
    const whole = Buffer.concat(pieces);
    this.stored.set(`${workspaceId}/${path}`, whole);
    return whole.byteLength;
  }

  async stat(workspaceId: string, path: string): Promise<BlobEntry | undefined> {
    await this.#turn();
    const file = this.stored.get(`${workspaceId}/${path}`);
    if (file !== undefined) return { path, isFolder: false, sizeBytes: file.byteLength };
    return this.#below(workspaceId, path).length > 0 ? { path, isFolder: true, sizeBytes: 0 } : undefined;
  }

  async read(workspaceId: string, path: string): Promise<BlobContent | undefined> {
    await this.#turn();
    const file = this.stored.get(`${workspaceId}/${path}`);
    return file && { sizeBytes: file.byteLength, modifiedMs: 0, stream: new Blob([new Uint8Array(file)]).stream() };
  }

  async list(workspaceId: string, folder: string): Promise<readonly BlobEntry[]> {
    await this.#turn();
    return this.#below(workspaceId, folder).map((path) => ({ path, isFolder: false, sizeBytes: 0 }));
  }

  async *files(workspaceId: string, folder: string): AsyncGenerator<BlobFile> {
    await this.#turn();
    for (const path of this.#below(workspaceId, folder)) yield { path, sizeBytes: 0, modifiedMs: 0 };
  }

  async delete(workspaceId: string, path: string): Promise<boolean> {
    await this.#turn();
    return this.stored.delete(`${workspaceId}/${path}`);
  }

  async removeUnfinished(): Promise<void> {}

  #below(workspaceId: string, folder: string): string[] {
    const start = `${workspaceId}/`;
    const keys = [...this.stored.keys()].filter((key) => key.startsWith(`${start}${folder}/`));
    return keys.map((key) => key.slice(start.length)).sort();
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }
}
