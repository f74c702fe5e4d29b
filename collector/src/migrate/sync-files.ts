import { createHash } from 'node:crypto';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { CopiedFile, MigrationState } from './migration-state.ts';

/** The files of one workspace. */
export interface FileSync {
  readonly workspaceId: string;
  readonly files: number;
  readonly bytes: number;
  readonly written: number;
  readonly deleted: number;
  /** SHA-256 over the path, size and SHA-256 of every file, as they were read back from the target, in order of paths. */
  readonly sha256: string;
}

export interface FileStores {
  readonly source: BlobStore;
  readonly target: BlobStore;
  readonly state: MigrationState;
  /** Told of each file that is at the target, with its size. */
  readonly onFile?: (bytes: number) => void;
}

/**
 * Makes the files of the target what they are at the source. Each is read back after it was written, and copied again
 * only if its size or time has changed since, or it is not at the target. It may be broken off at any point and begun
 * again; how many files there are makes no difference to memory.
 *
 * @throws Error if a file comes back otherwise than it was written.
 */
export async function syncFiles(workspaceId: string, stores: FileStores): Promise<FileSync> {
  const { source, target, state } = stores;
  const look = state.nextLook(workspaceId);
  let [written, deleted] = [0, 0];
  for await (const file of source.files(workspaceId, '')) {
    const known = state.file(workspaceId, file.path);
    if (known?.sizeBytes === file.sizeBytes && known.modifiedMs === file.modifiedMs) {
      state.seeFile(workspaceId, look, file.path);
    } else if (await copyFile(workspaceId, look, file.path, stores)) {
      written++;
    }
  }
  for await (const file of target.files(workspaceId, '')) {
    if (state.findFile(workspaceId, look, file)) continue;
    await target.delete(workspaceId, file.path);
    deleted++;
  }
  for (const { path } of state.missingFiles(workspaceId, look)) {
    if (await copyFile(workspaceId, look, path, stores)) written++;
  }
  return { workspaceId, ...total(state.filesOf(workspaceId, look)), written, deleted };
}

function total(copied: Iterable<CopiedFile>): Pick<FileSync, 'files' | 'bytes' | 'sha256'> {
  const hash = createHash('sha256');
  let [files, bytes] = [0, 0];
  for (const { path, sizeBytes, sha256 } of copied) {
    hash.update(`${path}\0${sizeBytes}\0${sha256}\n`);
    files++;
    bytes += sizeBytes;
  }
  return { files, bytes, sha256: hash.digest('hex') };
}

/** @returns false where it is gone meanwhile */
async function copyFile(
  workspaceId: string,
  look: number,
  path: string,
  { source, target, state, onFile }: FileStores,
): Promise<boolean> {
  const content = await source.read(workspaceId, path);
  if (content === undefined) return false;
  const hash = createHash('sha256');
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of content.stream) {
      hash.update(piece);
      yield piece;
    }
  };
  const sizeBytes = await target.put(workspaceId, path, hashed());
  const sha256 = hash.digest('hex');
  if ((await sha256At(target, workspaceId, path)) !== sha256) {
    throw new Error(`${path} of ${workspaceId} came back otherwise than it was written`);
  }
  // As it was when it was read: what was put in its place since is found by the next look.
  state.setFile(workspaceId, look, { path, sizeBytes, modifiedMs: content.modifiedMs, sha256 });
  onFile?.(sizeBytes);
  return true;
}

async function sha256At(store: BlobStore, workspaceId: string, path: string): Promise<string | undefined> {
  const content = await store.read(workspaceId, path);
  if (content === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const piece of content.stream) hash.update(piece);
  return hash.digest('hex');
}
