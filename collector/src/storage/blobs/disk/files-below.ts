import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobFile } from '../blob-store.ts';
import { errorCode, storageFailure } from './disk-failure.ts';

/** All files in a folder and those in it; links are passed over. @param names how the folder is called in their paths */
export async function* filesBelow(folder: string, names: readonly string[]): AsyncGenerator<BlobFile> {
  for (const entry of (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []) {
    const place = join(folder, entry.name);
    const path = [...names, entry.name];
    if (entry.isDirectory()) yield* filesBelow(place, path);
    const stats = entry.isFile() ? await unlessGone(lstat(place)) : undefined;
    if (stats === undefined) continue;
    yield { path: path.join('/'), sizeBytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs) };
  }
}

/** Undefined where somebody has deleted it meanwhile. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw storageFailure(error);
  }
}
