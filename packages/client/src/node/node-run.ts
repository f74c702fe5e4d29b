import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, posix, relative, sep } from 'node:path';
import { ActiveRun } from '../runs/active-run.ts';

/** A run in Node.js, which knows files. */
export class NodeRun extends ActiveRun {
  /** Copies a file into the artifacts of the run, into `folder` there. It need not be awaited: the run waits for it. */
  logArtifact(file: string, folder: string = ''): Promise<void> {
    const path = posix.join(folder, basename(file));
    return this.upload(path, () => this.#copy(file, path));
  }

  /** Copies all that is in a folder, with the folders in it. */
  logArtifacts(localFolder: string, folder: string = ''): Promise<void> {
    return this.upload(folder || basename(localFolder), async () => {
      for (const entry of await readdir(localFolder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        await this.#copy(file, posix.join(folder, relative(localFolder, file).split(sep).join('/')));
      }
    });
  }

  /** From the disk to the socket, however large it is. */
  async #copy(file: string, path: string): Promise<void> {
    const blob = await openAsBlob(file);
    await this.artifacts.put(path, () => blob);
  }
}
