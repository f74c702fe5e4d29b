/**
 * What an evaluation adds to its task, and how much memory it takes: 10,000 rows with three scorers by code.
 *
 *     node --conditions=tracewright-source packages/evaluate/bench/overhead.ts            # in memory
 *     node --conditions=tracewright-source packages/evaluate/bench/overhead.ts tracked    # against a collector
 *
 * The collector is a process of its own; `ROWS` says how many rows.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TracewrightClient } from '@tracewright/client/node';
import { evaluate, scorers } from '@tracewright/evaluate';

const ROWS = Number(process.env.ROWS ?? 10_000);
const ANSWER = 'You can return an unworn tent within 30 days; the refund reaches your card after 3-5 business days. ';
/** As many characters as answers of models have. */
const REPEATED = 4;

const data = Array.from({ length: ROWS }, (_, at) => ({
  inputs: { question: `Question ${at}: can I return it?`, context: ANSWER.repeat(REPEATED) },
  expectations: { expected_response: ANSWER.repeat(REPEATED) },
  tags: { topic: at % 2 === 0 ? 'returns' : 'shipping' },
}));

async function task({ question }: { readonly question: string }): Promise<string> {
  await null;
  return ANSWER.repeat(REPEATED) + question;
}

async function taskAloneMs(): Promise<number> {
  const startMs = performance.now();
  for (const { inputs } of data) await task(inputs);
  return performance.now() - startMs;
}

/** A collector as an app would have it beside itself. */
async function startCollector(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-bench-'));
  const main = new URL('../../../collector/src/main.ts', import.meta.url).pathname;
  const env = { ...process.env, PORT: '0', TRACEWRIGHT_DATA: folder };
  const child = spawn(process.execPath, ['--conditions=tracewright-source', main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /https?:\/\/[\w.:]+/.exec(line)?.[0];
    if (url === undefined) continue;
    const stop = async (): Promise<void> => {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    };
    return { url, stop };
  }
  throw new Error('the collector has not started');
}

const collector = process.argv[2] === 'tracked' ? await startCollector() : undefined;
const options = collector === undefined ? { track: false } : { client: new TracewrightClient({ url: collector.url }) };
const alone = await taskAloneMs();
const rssBefore = process.memoryUsage.rss();
const before = process.cpuUsage();
const startMs = performance.now();
const { metrics } = await evaluate({
  ...{ name: 'overhead', data, task, progress: false },
  ...options,
  scorers: [scorers.exactMatch(), scorers.contains(), scorers.latency({ maxMs: 1_000 })],
});
const wallMs = performance.now() - startMs - alone;
const { user, system } = process.cpuUsage(before);
console.log({
  rows: metrics.rows,
  wallMsPerRow: Number((wallMs / ROWS).toFixed(3)),
  cpuMsPerRow: Number(((user + system) / 1_000 / ROWS).toFixed(3)),
  rssBeforeMiB: Math.round(rssBefore / 1_024 / 1_024),
  peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
});
await collector?.stop();
