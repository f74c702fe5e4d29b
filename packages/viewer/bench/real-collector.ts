import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** `npm test` has just bundled it; else it runs from source, which takes longer to start. */
const BUILT = process.env.TRACEWRIGHT_BUILT_COLLECTOR;
const COMMAND =
  BUILT === undefined
    ? ['--conditions=tracewright-source', fileURLToPath(new URL('../../../collector/src/main.ts', import.meta.url))]
    : [join(BUILT, 'main.js')];

/** A collector in a process of its own over an empty folder. */
export interface RealCollector {
  /** Without a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** @param env Settings beside those that every one has. @throws Error where it does not start. */
export async function realCollector(env: Readonly<Record<string, string>> = {}): Promise<RealCollector> {
  const data = await mkdtemp(join(tmpdir(), 'tracewright-bench-'));
  const child = spawn(process.execPath, COMMAND, {
    env: { ...process.env, ...env, PORT: '0', TRACEWRIGHT_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the collector has no output to read');
  for await (const line of createInterface(child.stdout)) {
    const [url] = /http:\/\/[^\s/]+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`the collector ended with ${child.exitCode} before it listened`);
}

/** @throws Error where the collector does not take a request. */
export async function sendTo({ url }: RealCollector, requests: readonly string[]): Promise<void> {
  for (const body of requests) {
    const response = await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (!response.ok) throw new Error(`the collector answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}
