import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { FromServer, ServerUsage } from './server-process.ts';

const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './server-process.ts' : './server-process.js', import.meta.url);

/** What `npm start` and the container set. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };
const HEAP = ['--max-semi-space-size=8'];

/** A collector in a process of its own. */
export interface MeasuredServer {
  readonly url: string;
  usage(): Promise<ServerUsage>;
  /** Resolves when the process has ended by itself. @returns how long that took, ms. */
  stop(): Promise<number>;
}

/** Starts a collector on a free port over a folder. @param settings further ones, as variables */
export async function startServer(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<MeasuredServer> {
  const child = fork(ENTRY, {
    execArgv: [...process.execArgv, ...HEAP],
    env: { PATH: process.env.PATH, PORT: '0', TRACEWRIGHT_DATA: dataDir, ...ALLOCATOR, ...settings },
  });
  const started = await next(child);
  if (!('url' in started)) throw new Error('the collector did not say where it listens');
  return {
    url: started.url,
    usage: async () => {
      child.send('usage');
      const message = await next(child);
      if (!('usage' in message)) throw new Error('the collector did not say what it has used');
      return message.usage;
    },
    stop: async () => {
      const startMs = performance.now();
      child.kill('SIGTERM');
      await once(child, 'exit');
      return performance.now() - startMs;
    },
  };
}

async function next(child: ChildProcess): Promise<FromServer> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`the collector ended with ${code}`);
  });
  exit.catch(() => {});
  const message = once(child, 'message').then(([first]) => first as FromServer);
  try {
    return await Promise.race([message, exit]);
  } finally {
    ended.abort();
  }
}
