import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** `npm test` has just bundled what is run here; alone a test never meets an old bundle. */
const BUILT = process.env.TRACEWRIGHT_BUILT_COLLECTOR;
const COMMAND =
  BUILT === undefined
    ? ['--conditions=tracewright-source', fileURLToPath(new URL('../main.ts', import.meta.url))]
    : [join(BUILT, 'main.js')];

/** A collector in a process of its own. */
export interface RunningMain {
  /** Resolves once the process says where it listens. @throws Error if it ends before. */
  listening(): Promise<string>;
  /** Resolves when the process has ended, with all that it said. */
  ended(): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  kill(signal: NodeJS.Signals): void;
}

/** Another user of the machine. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whether that user may read what {@link runMain} runs. */
export function mayRunMain(user: SystemUser): boolean {
  const command = [
    '--input-type=module',
    '--eval',
    'await import("node:fs/promises").then((fs) => fs.access(process.argv[1]))',
  ];
  const { status } = spawnSync(process.execPath, [...command, COMMAND.at(-1)!], { stdio: 'ignore', ...user });
  return status === 0;
}

/**
 * Runs `main.ts` on a free port with nothing of the surroundings' settings; killed after the test.
 *
 * @param user as whom; undefined: as whoever runs the test
 */
export function runMain(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  user?: SystemUser,
): RunningMain {
  const child: ChildProcess = spawn(process.execPath, [...COMMAND, ...args], {
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let stdout = '';
  let stderr = '';
  const address = Promise.withResolvers<string>();
  address.promise.catch(() => {});
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
    const match = /(http:\/\/\S+)\s/.exec(stdout);
    if (match?.[1] !== undefined) address.resolve(match[1]);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => {
      address.reject(new Error(`the collector ended with ${code}: ${stderr}`));
      resolve({ code, stdout, stderr });
    });
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { listening: () => address.promise, ended: () => ended, kill: (signal) => void child.kill(signal) };
}
