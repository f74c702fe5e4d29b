import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, posix, relative, sep } from 'node:path';
import { ActiveRun } from '../runs/active-run.ts';

/** A run in Node.js, which knows files. */
export class NodeRun extends ActiveRun {
  /** Copies a file, or a folder by its name, into the artifacts of the run, into `folder` there. It need not be awaited: the run waits for it. */
  logArtifact(file: string, folder: string = ''): Promise<void> {
    const path = posix.join(folder, basename(file));
    return this.upload(path, async () =>
      (await stat(file)).isDirectory() ? this.#copyFolder(file, path) : this.#copy(file, path),
    );
  }

  /** Copies all that is in a folder, with the folders in it. Links to files are followed, links to folders are not. */
  logArtifacts(localFolder: string, folder: string = ''): Promise<void> {
    return this.upload(folder || basename(localFolder), () => this.#copyFolder(localFolder, folder));
  }

  async #copyFolder(localFolder: string, folder: string): Promise<void> {
    for (const entry of await readdir(localFolder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const isFile = entry.isFile() || (entry.isSymbolicLink() && (await stat(file)).isFile());
      if (isFile) await this.#copy(file, posix.join(folder, relative(localFolder, file).split(sep).join('/')));
    }
  }

  /** From the disk to the socket, however large it is. */
  async #copy(file: string, path: string): Promise<void> {
    const blob = await openAsBlob(file);
    await this.artifacts.put(path, () => blob);
  }
}
