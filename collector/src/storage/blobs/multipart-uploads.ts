import { ApiError } from '../../errors.ts';
import type { BlobStore } from './blob-store.ts';

/** As S3 has it. */
export const MAX_PARTS = 10_000;

/**
 * Large files that come in several requests. Parts are blobs of a workspace of their own until the upload is completed,
 * so that nothing of it can be seen before.
 */
export class MultipartUploads {
  readonly #blobs: BlobStore;
  readonly #newId: () => string;

  /** @param newId a name that nobody can guess */
  constructor(blobs: BlobStore, newId: () => string) {
    this.#blobs = blobs;
    this.#newId = newId;
  }

  /** @returns the upload's id. */
  async create(workspaceId: string, path: string): Promise<string> {
    const id = this.#newId();
    // The place is known before the first part comes, so that one that cannot be is refused early.
    await this.#blobs.stat(workspaceId, path);
    await this.#blobs.put(hidden(workspaceId), `${id}/path`, textOf(path));
    return id;
  }

  /** Stores a part, in place of another one of that number. @returns its size in bytes. */
  async putPart(workspaceId: string, id: string, number: number, content: AsyncIterable<Uint8Array>): Promise<number> {
    await this.#pathOf(workspaceId, id);
    if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `parts are numbered from 1 to ${MAX_PARTS}`);
    }
    return this.#blobs.put(hidden(workspaceId), `${id}/parts/${number}`, content);
  }

  /**
   * Puts the parts of these numbers together, in their order.
   *
   * @throws ApiError `RESOURCE_DOES_NOT_EXIST` for an unknown upload, `INVALID_PARAMETER_VALUE` if it is for another
   *   path, or a part is missing.
   */
  async complete(workspaceId: string, path: string, id: string, parts: readonly number[]): Promise<void> {
    await this.#requirePath(workspaceId, path, id);
    const numbers = parts.toSorted((a, b) => a - b);
    if (numbers.length === 0 || new Set(numbers).size !== numbers.length || !numbers.every(Number.isInteger)) {
      throw new ApiError('INVALID_PARAMETER_VALUE', 'an upload is completed with the number of each of its parts once');
    }
    for (const number of numbers) {
      if ((await this.#blobs.stat(hidden(workspaceId), `${id}/parts/${number}`)) === undefined) {
        throw new ApiError('INVALID_PARAMETER_VALUE', `part ${number} of the upload has not come in`);
      }
    }
    await this.#blobs.put(workspaceId, path, this.#inOrder(workspaceId, id, numbers));
    await this.#blobs.delete(hidden(workspaceId), id);
  }

  /** Forgets an upload. Does nothing where it is not known. */
  async abort(workspaceId: string, path: string, id: string): Promise<void> {
    if ((await this.#blobs.stat(hidden(workspaceId), `${id}/path`)) === undefined) return;
    await this.#requirePath(workspaceId, path, id);
    await this.#blobs.delete(hidden(workspaceId), id);
  }

  /** Forgets uploads that were begun before `beforeMs`: nobody will complete them any more. */
  async removeUnfinished(workspaceId: string, beforeMs: number): Promise<void> {
    for (const { path: id } of await this.#blobs.list(hidden(workspaceId), '')) {
      const begun = await this.#blobs.read(hidden(workspaceId), `${id}/path`);
      await begun?.stream.cancel();
      if (begun === undefined || begun.modifiedMs < beforeMs) await this.#blobs.delete(hidden(workspaceId), id);
    }
  }

  async *#inOrder(workspaceId: string, id: string, numbers: readonly number[]): AsyncGenerator<Uint8Array> {
    for (const number of numbers) {
      const part = await this.#blobs.read(hidden(workspaceId), `${id}/parts/${number}`);
      if (part === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'the upload was aborted');
      yield* part.stream;
    }
  }

  async #requirePath(workspaceId: string, path: string, id: string): Promise<void> {
    if ((await this.#pathOf(workspaceId, id)) === path) return;
    throw new ApiError('INVALID_PARAMETER_VALUE', 'the upload is for another path');
  }

  async #pathOf(workspaceId: string, id: string): Promise<string> {
    const path = await this.#blobs.read(hidden(workspaceId), `${id}/path`);
    if (path === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such upload');
    return new Response(path.stream).text();
  }
}

/** Names of workspaces do not begin with a dot. */
function hidden(workspaceId: string): string {
  return `.uploads-${workspaceId}`;
}

async function* textOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
