import { open } from 'node:fs/promises';
import { errorCode } from './disk-failure.ts';

/** Has the disk keep which names a folder holds. Windows has no such call: there the file system's journal has to do. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // A deletion took the folder, so there is nothing in it to keep.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
