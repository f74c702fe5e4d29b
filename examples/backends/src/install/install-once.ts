import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Installs something once for all runs, into `$XDG_CACHE_HOME/tracewright/backends/<name>`, by default below `~/.cache`.
 * What was interrupted is begun again.
 *
 * @param name With the version, so that another version is installed anew.
 * @returns the folder.
 * @throws whatever `install` throws.
 */
export async function installOnce(name: string, install: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tracewright', 'backends', name);
  const stamp = join(folder, 'installed');
  if (existsSync(stamp)) return folder;
  mkdirSync(folder, { recursive: true });
  await install(folder);
  writeFileSync(stamp, '');
  return folder;
}
