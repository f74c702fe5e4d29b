import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where a back-end is installed once for all runs: `$XDG_CACHE_HOME/tracewright/backends/<name>`, by default below
 * `~/.cache`.
 *
 * @param name With the version, so that another version is installed anew.
 */
export function cacheFolder(name: string): string {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tracewright', 'backends', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
