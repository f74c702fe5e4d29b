import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DataFolder } from './data-folder.ts';
import { eventually } from './eventually.ts';

/** A program that serves until it is ended. */
export interface ServerProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** Where it runs and leaves its files; removed when it has ended, or if it does not start. */
  readonly data: DataFolder;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers once it is up: with a status of success, or with any where that says nothing. */
  readonly healthUrl: string;
  readonly isUpAtAnyStatus?: boolean;
}

export interface Server {
  stop(): Promise<void>;
}

/** A Python server with many modules on a busy machine takes its time. */
const START_MS = 180_000;
const STOP_MS = 10_000;
/** Of what it printed, for the error message. */
const LOG_CHARACTERS = 4_000;

/**
 * Starts a program and waits until it answers. Whatever processes it starts end with it.
 *
 * @throws Error with the end of what it printed if it ends or stays silent.
 */
export async function startServer(serverProgram: ServerProgram): Promise<Server> {
  const { file, args, data, env, healthUrl, isUpAtAnyStatus = false } = serverProgram;
  const program = spawn(file, args, {
    cwd: data.path,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which can be ended as a whole.
    detached: true,
  });
  const endWithUs = () => signalGroup(program, 'SIGKILL');
  process.once('exit', endWithUs);
  program.once('exit', () => process.off('exit', endWithUs));
  let log = '';
  for (const stream of [program.stdout, program.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_CHARACTERS);
    });
  const stop = async () => {
    await end(program);
    data.remove();
  };
  let failure: Error | undefined;
  program.once('error', (error) => {
    failure = error;
  });
  try {
    await eventually(`${healthUrl} of ${file}`, START_MS, async () => {
      if (failure !== undefined || hasEnded(program)) return true;
      const { ok } = await fetch(healthUrl);
      return ok || isUpAtAnyStatus ? true : undefined;
    });
    if (failure !== undefined || hasEnded(program)) throw new Error(`${file} ended`, { cause: failure });
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${log}`, { cause: error });
  }
  return { stop };
}

async function end(program: ChildProcess): Promise<void> {
  if (program.pid === undefined || hasEnded(program)) return;
  const ended = once(program, 'exit');
  const timer = setTimeout(() => signalGroup(program, 'SIGKILL'), STOP_MS);
  signalGroup(program, 'SIGTERM');
  await ended;
  clearTimeout(timer);
  // Children that outlived it.
  signalGroup(program, 'SIGKILL');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}
