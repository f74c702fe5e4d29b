import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { ArtifactFolder, ArtifactInfo } from '../artifacts/artifact-folder.ts';
import { readFailure } from '../artifacts/download.ts';
import { TracewrightError } from '../http/tracewright-error.ts';

/**
 * Copies a file, or a folder with all that is in it, into a folder here, under the paths that they have there.
 *
 * @param path '' for everything
 * @returns the paths that were written
 * @throws TracewrightError `RESOURCE_DOES_NOT_EXIST` if there is nothing at the path
 */
export async function copyArtifacts(from: ArtifactFolder, path: string, into: string): Promise<readonly string[]> {
  const files: Pick<ArtifactInfo, 'path'>[] = [];
  for await (const file of from.files(path)) files.push(file);
  // The list of what is no folder is empty.
  if (files.length === 0 && path !== '') files.push({ path });
  const written: string[] = [];
  for (const file of files) {
    const target = resolve(into, file.path);
    // Names come from a server: none may lead out of the folder.
    if (isOutside(relative(resolve(into), target))) {
      throw new TracewrightError('UNEXPECTED_ANSWER', `${file.path} leads out of ${into}`);
    }
    const stream = await from.get(file.path).stream();
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, Readable.fromWeb(stream as ReadableStream));
    written.push(join(into, file.path));
  }
  return written;
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}

/** Under another name until all of it is here: half a file must not pass for one. */
async function writeWhole(target: string, content: Readable): Promise<void> {
  const part = `${target}.${randomUUID()}.part`;
  try {
    await pipeline(content, createWriteStream(part));
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw readFailure(error);
  }
}
