import { execFile } from 'node:child_process';
import { setPriority } from 'node:os';
import { Unavailable } from './unavailable.ts';

export interface InstallerOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 25 * 60_000;
const LESS_THAN_NORMAL = 10;

/**
 * Runs a step of an installation at low priority and gives what it printed.
 *
 * @throws Unavailable with the last line of its complaint if it fails, is missing or takes longer than 25 minutes.
 */
export function runInstaller(file: string, args: readonly string[], options: InstallerOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const installer = execFile(
      file,
      args,
      {
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
        timeout: TIMEOUT_MS,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        const complaint = stderr.trim().split('\n').at(-1) || error.message;
        reject(new Unavailable(`${file} ${args.join(' ')}: ${complaint.slice(0, 500)}`, { cause: error }));
      },
    );
    if (installer.pid !== undefined) setPriority(installer.pid, LESS_THAN_NORMAL);
  });
}
