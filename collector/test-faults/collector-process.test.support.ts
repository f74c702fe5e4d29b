import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** `npm run test:faults` has just bundled what is run here; alone a test runs from source. */
export const BUILT: string | undefined = process.env.TRACEWRIGHT_BUILT_COLLECTOR;
const COMMAND =
  BUILT === undefined
    ? ['--conditions=tracewright-source', fileURLToPath(new URL('../src/main.ts', import.meta.url))]
    : ['--max-semi-space-size=8', join(BUILT, 'main.js')];
/** As `npm start` and the container run it. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };

const MIB = 2 ** 20;

/** A collector in a process of its own. */
export interface CollectorProcess {
  readonly url: string;
  /** What it takes at the moment and has taken at most, MiB; NaN where the system does not say. */
  rssMib(): { readonly now: number; readonly peak: number };
  /** Of the processor, all threads together, ms; NaN where the system does not say. */
  cpuMs(): number;
  /** All that it has said of failures. */
  said(): string;
  /** @returns its exit code */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a collector on a free port over a folder, with nothing of the surroundings' settings; killed after the test. */
export async function startProcess(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CollectorProcess> {
  const child = spawn(process.execPath, COMMAND, {
    env: { PATH: process.env.PATH, PORT: '0', TRACEWRIGHT_DATA: dataDir, ...ALLOCATOR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return {
    url: await addressOf(child, () => said),
    rssMib: () => memoryOf(child.pid!),
    cpuMs: () => cpuOf(child.pid!),
    said: () => said,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

function addressOf(child: ChildProcess, said: () => string): Promise<string> {
  const address = Promise.withResolvers<string>();
  let output = '';
  child.stdout!.on('data', (chunk) => {
    output += chunk;
    const [, url] = /(http:\/\/\S+)\s/.exec(output) ?? [];
    if (url !== undefined) address.resolve(url);
  });
  child.once('close', (code) => address.reject(new Error(`the collector ended with ${code}: ${said()}`)));
  return address.promise;
}

function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const file = `/proc/${pid}/status`;
  const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN);
  return { now: (kib('VmRSS') * 1_024) / MIB, peak: (kib('VmHWM') * 1_024) / MIB };
}

/** The system counts in hundredths of a second. */
function cpuOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  // The name, in brackets, may hold anything.
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
