/**
 * `node packages/autolog/bench/event-loop.ts [--rounds=n]`: how long an app's event loop is held up by 10,000 spans of
 * 4 kB, 25 in each turn, and by 200 of 200 kB, one in each. Measures the built packages; every figure is from a process of its own, and the receiver
 * is another.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BurstResult } from './burst-app.ts';

const VARIANTS: readonly string[] = [
  'no export',
  'autolog',
  'autolog, protobuf',
  'autolog, gzip',
  'OTel BatchSpanProcessor',
  'no export, 200 kB',
  'autolog, 200 kB',
  'autolog, protobuf, 200 kB',
];

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

const sink = start('sink.ts', []);
const url = String((await once(sink.stdout ?? sink, 'data'))[0]).trim();

console.log(`Node.js ${process.version}; ${values.rounds} rounds; median (worst)\n`);
console.log('| | longest turn, ms | of the thread’s CPU, ms | 99th percentile, ms | CPU, ms | spans received |');
console.log('| - | -: | -: | -: | -: | -: |');
for (const variant of VARIANTS) {
  const results: BurstResult[] = [];
  for (let round = 0; round < Number(values.rounds); round++) results.push(await measure(variant));
  const cell = (figure: (result: BurstResult) => number): string => {
    const sorted = results.map(figure).toSorted((a, b) => a - b);
    return `${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} (${sorted.at(-1)?.toFixed(1)})`;
  };
  const received = Math.min(...results.map((result) => result.received));
  console.log(
    `| ${variant} | ${cell(({ longestMs }) => longestMs)} | ${cell(({ longestCpuMs }) => longestCpuMs)} | ${cell(({ p99Ms }) => p99Ms)} | ${cell(({ cpuMs }) => cpuMs)} | ${received} |`,
  );
}
sink.kill();

async function measure(variant: string): Promise<BurstResult> {
  const app = start('burst-app.ts', [variant, url]);
  let text = '';
  app.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(app, 'close');
  const received = Number(await (await fetch(`${url}/received`)).text());
  return { ...(JSON.parse(text) as Omit<BurstResult, 'received'>), received };
}

function start(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}
