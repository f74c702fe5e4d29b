import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { emptyFolder } from '../src/testing/empty-folder.ts';

/** A small disk of its own, in memory, until the test has ended; undefined where nobody may mount one. */
export function smallDisk(mib: number): string | undefined {
  const folder = emptyFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', folder]);
  if (status !== 0) return undefined;
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}
