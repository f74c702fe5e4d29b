import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { runInstaller } from './run-installer.ts';

/**
 * Installs a package from PyPI into an environment of its own, once.
 *
 * @param requirement Such as `mlflow==3.17.2`.
 * @returns the folder of its programs.
 * @throws Unavailable without Python, the registry, or wheels for this platform.
 */
export async function pythonEnvironment(requirement: string): Promise<string> {
  const folder = cacheFolder(requirement.replace('==', '-'));
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const stamp = join(folder, 'installed');
  if (existsSync(stamp)) return programs;
  await runInstaller('python3', ['-m', 'venv', folder]);
  // Only wheels: nobody wants to find out in the middle of a build that a compiler is missing.
  await runInstaller(join(programs, 'python'), ['-m', 'pip', 'install', '-q', '--only-binary', ':all:', requirement]);
  writeFileSync(stamp, '');
  return programs;
}
