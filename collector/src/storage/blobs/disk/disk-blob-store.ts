import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from '../../../errors.ts';
import { blobNames, fileNames, invalidPath } from '../blob-path.ts';
import type { BlobContent, BlobEntry, BlobFile, BlobStore, ByteRange } from '../blob-store.ts';
import { fileInTheWay, folderInTheWay } from '../in-the-way.ts';
import { errorCode, storageFailure } from './disk-failure.ts';
import { filesBelow } from './files-below.ts';
import { writeIncoming } from './incoming-file.ts';
import { readFileStream } from './read-file-stream.ts';
import { syncFolder } from './sync-folder.ts';

/** Beside the workspaces, whose names do not begin with a dot, and on their file system, so that renaming works. */
const INCOMING = '.incoming';
/** A deletion may take away the folder between its making and the file's arrival; not for ever. */
const ATTEMPTS = 10;

/** Keeps each blob as a file of its path under `{folder}/{workspace}`. Links are never followed. */
export class DiskBlobStore implements BlobStore {
  readonly #folder: string;

  /** @param folder Made when the first blob comes. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Removes what a process that was killed has left of files on their way in. Only where no other one writes. */
  async removeUnfinished(): Promise<void> {
    await rm(join(this.#folder, INCOMING), { recursive: true, force: true });
  }

  async put(workspaceId: string, path: string, content: AsyncIterable<Uint8Array>): Promise<number> {
    const names = fileNames(path);
    const target = await this.#place(workspaceId, names);
    if (target.kind === 'folder') throw folderInTheWay(path);
    const incoming = join(this.#folder, INCOMING, randomUUID());
    try {
      await mkdir(join(this.#folder, INCOMING), { recursive: true });
      const sizeBytes = await writeIncoming(incoming, content);
      await this.#moveIn(incoming, workspaceId, names);
      return sizeBytes;
    } catch (error) {
      await rm(incoming, { force: true });
      throw storageFailure(error);
    }
  }

  async stat(workspaceId: string, path: string): Promise<BlobEntry | undefined> {
    const names = blobNames(path);
    const found = await this.#place(workspaceId, names);
    if (found.kind === 'nothing') return names.length === 0 ? { path, isFolder: true, sizeBytes: 0 } : undefined;
    return { path, isFolder: found.kind === 'folder', sizeBytes: found.sizeBytes };
  }

  async read(workspaceId: string, path: string, range?: ByteRange): Promise<BlobContent | undefined> {
    const { kind, place } = await this.#place(workspaceId, fileNames(path));
    if (kind !== 'file') return undefined;
    const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw storageFailure(error);
    });
    if (file === undefined) return undefined;
    const { size, mtimeMs } = await file.stat();
    const { first = 0, last = size - 1 } = range ?? {};
    if (range !== undefined && (first >= size || last < first)) {
      await file.close();
      throw new ApiError('RANGE_NOT_SATISFIABLE', `the file has ${size} bytes`);
    }
    return {
      sizeBytes: size,
      modifiedMs: Math.floor(mtimeMs),
      stream: readFileStream(file, first, Math.min(last, size - 1)),
    };
  }

  async list(workspaceId: string, folder: string): Promise<readonly BlobEntry[]> {
    const names = blobNames(folder);
    const { kind, place } = await this.#place(workspaceId, names);
    if (kind !== 'folder') return [];
    const found = await readdir(place, { withFileTypes: true });
    const entries = await Promise.all(
      found.map(async (entry): Promise<BlobEntry | undefined> => {
        const path = [...names, entry.name].join('/');
        if (entry.isDirectory()) return { path, isFolder: true, sizeBytes: 0 };
        if (!entry.isFile()) return undefined;
        const size = await lstat(join(place, entry.name)).then(
          (stats) => stats.size,
          () => undefined,
        );
        // Deleted since the folder was read.
        return size === undefined ? undefined : { path, isFolder: false, sizeBytes: size };
      }),
    );
    return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async *files(workspaceId: string, folder: string): AsyncGenerator<BlobFile> {
    const names = blobNames(folder);
    const { kind, place } = await this.#place(workspaceId, names);
    if (kind === 'folder') yield* filesBelow(place, names);
  }

  async delete(workspaceId: string, path: string): Promise<boolean> {
    const names = blobNames(path);
    const { kind, place } = await this.#place(workspaceId, names);
    if (kind === 'nothing') return false;
    // Out of sight at once: a tree that is half gone is never seen, and what is put there meanwhile stays.
    const going = join(this.#folder, INCOMING, randomUUID());
    try {
      await mkdir(join(this.#folder, INCOMING), { recursive: true });
      await rename(place, going);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw storageFailure(error);
    }
    await syncFolder(join(place, '..'));
    await rm(going, { recursive: true, force: true });
    await this.#removeEmptyFolders(workspaceId, names);
    return true;
  }

  async #moveIn(incoming: string, workspaceId: string, names: readonly string[]): Promise<void> {
    const folders = names.slice(0, -1);
    for (let attempt = 1; ; attempt++) {
      const { kind, place } = await this.#place(workspaceId, names);
      if (kind === 'folder') throw folderInTheWay(names.join('/'));
      try {
        const firstNew = await mkdir(join(place, '..'), { recursive: true });
        await rename(incoming, place);
        await syncFolder(join(place, '..'));
        // Folders that are new have to be found after a failure, too.
        if (firstNew !== undefined) await this.#syncFolders(workspaceId, folders);
        return;
      } catch (error) {
        const code = errorCode(error);
        if (code === 'EEXIST' || code === 'ENOTDIR') throw fileInTheWay(names.join('/'));
        if (code === 'EISDIR') throw folderInTheWay(names.join('/'));
        if (code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #syncFolders(workspaceId: string, folders: readonly string[]): Promise<void> {
    for (let depth = folders.length - 1; depth >= 0; depth--) {
      await syncFolder(join(this.#folder, workspaceId, ...folders.slice(0, depth)));
    }
    await syncFolder(this.#folder);
  }

  async #removeEmptyFolders(workspaceId: string, names: readonly string[]): Promise<void> {
    for (let depth = names.length - 1; depth > 0; depth--) {
      try {
        await rmdir(join(this.#folder, workspaceId, ...names.slice(0, depth)));
      } catch {
        // It holds something, or another deletion was quicker.
        return;
      }
    }
  }

  /**
   * What stands at a path.
   *
   * @throws ApiError `INVALID_PARAMETER_VALUE` if a link stands on the way.
   */
  async #place(
    workspaceId: string,
    names: readonly string[],
  ): Promise<{ readonly kind: 'file' | 'folder' | 'nothing'; readonly place: string; readonly sizeBytes: number }> {
    let place = this.#folder;
    const full = join(this.#folder, workspaceId, ...names);
    let sizeBytes = 0;
    let kind: 'file' | 'folder' = 'folder';
    for (const name of [workspaceId, ...names]) {
      if (kind === 'file') return { kind: 'nothing', place: full, sizeBytes: 0 };
      place = join(place, name);
      try {
        const stats = await lstat(place);
        if (!stats.isFile() && !stats.isDirectory()) throw invalidPath();
        kind = stats.isFile() ? 'file' : 'folder';
        sizeBytes = stats.isFile() ? stats.size : 0;
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return { kind: 'nothing', place: full, sizeBytes: 0 };
        throw storageFailure(error);
      }
    }
    return { kind, place, sizeBytes };
  }
}
