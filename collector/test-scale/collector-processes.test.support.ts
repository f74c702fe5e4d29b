import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { NewStores } from './scale-stores.test.support.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

export interface MigrateRun {
  /** Undefined where it was killed. */
  readonly code: number | undefined;
  /** What it said. */
  readonly lines: readonly string[];
}

/** Runs `tracewright migrate`, and kills it as soon as it has said so many lines. */
export async function runMigrate(
  stores: NewStores,
  args: readonly string[],
  killAfterLines: number = Number.POSITIVE_INFINITY,
): Promise<MigrateRun> {
  const child = spawn(process.execPath, ['--conditions=tracewright-source', MAIN, 'migrate', ...args], {
    env: { PATH: process.env.PATH, ...stores.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  const reading = createInterface(child.stderr);
  reading.on('line', (line) => {
    lines.push(line);
    if (lines.length === killAfterLines) child.kill('SIGKILL');
  });
  const [[code]] = (await Promise.all([once(child, 'exit'), once(reading, 'close')])) as [[number | null], unknown];
  return { code: code ?? undefined, lines };
}

/** Options that name the parts which there are servers for. */
export function partsOf({ spansUrl, trackingUrl, blobsUrl }: NewStores, direction: 'to' | 'from'): string[] {
  return [
    ...(spansUrl === undefined ? [] : [`--${direction}`, spansUrl]),
    ...(trackingUrl === undefined ? [] : ['--tracking', trackingUrl]),
    ...(blobsUrl === undefined ? [] : ['--blobs', blobsUrl]),
    ...(direction === 'from' ? ['--back'] : []),
  ];
}

/** Settings of a collector on these stores, as far as there are any. */
export function collectorSettings({ spansUrl, trackingUrl, blobsUrl, env }: NewStores): Record<string, string> {
  return {
    ...env,
    ...(spansUrl !== undefined && { TRACEWRIGHT_SPANS_URL: spansUrl }),
    ...(trackingUrl !== undefined && { TRACEWRIGHT_TRACKING_URL: trackingUrl }),
    ...(blobsUrl !== undefined && { TRACEWRIGHT_BLOBS: blobsUrl }),
  };
}
