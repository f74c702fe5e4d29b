import { join } from 'node:path';
import { installOnce } from './install-once.ts';
import { runInstaller } from './run-installer.ts';

const PROGRAMS = process.platform === 'win32' ? 'Scripts' : 'bin';

/**
 * Installs a package from PyPI into an environment of its own, once.
 *
 * @param requirement Such as `mlflow==3.17.2`.
 * @returns the folder of its programs.
 * @throws Unavailable without Python, the registry, or wheels for this platform.
 */
export async function pythonEnvironment(requirement: string): Promise<string> {
  const environment = await installOnce(requirement.replace('==', '-'), async (folder) => {
    await runInstaller('python3', ['-m', 'venv', folder]);
    const python = join(folder, PROGRAMS, 'python');
    // Only wheels: nobody wants to find out in the middle of a build that a compiler is missing.
    await runInstaller(python, ['-m', 'pip', 'install', '-q', '--only-binary', ':all:', requirement]);
  });
  return join(environment, PROGRAMS);
}
