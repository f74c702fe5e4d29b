/**
 * `node packages/autolog/bench/exit-times.ts [--rounds=n]`: how long a process with ten spans of 50 kB takes from
 * `process.exit()` to its end. Measures the built packages; the receiver is another process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

const sink = start('sink.ts', []);
const url = String((await once(sink.stdout ?? sink, 'data'))[0]).trim();
const silent = createServer(() => {}).listen(0, '127.0.0.1');
await once(silent, 'listening');

const VARIANTS: ReadonlyArray<readonly [name: string, endpoint: string | undefined]> = [
  ['without tracing', undefined],
  ['with tracing', url],
  ['nothing listens', 'http://127.0.0.1:1'],
  ['the collector takes the request and never answers', `http://127.0.0.1:${(silent.address() as AddressInfo).port}`],
];

console.log(`Node.js ${process.version}; ${values.rounds} rounds; shortest to longest\n`);
console.log('| | from process.exit() to the end, ms | spans received |');
console.log('| - | -: | -: |');
for (const [name, endpoint] of VARIANTS) {
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) times.push(await exitMs(endpoint));
  const received = await (await fetch(`${url}/received`)).text();
  console.log(`| ${name} | ${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)} | ${received} |`);
}
sink.kill();
silent.closeAllConnections();
silent.close();

async function exitMs(endpoint: string | undefined): Promise<number> {
  const app = start('exit-app.ts', endpoint === undefined ? [] : [endpoint]);
  let text = '';
  app.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  let endedMs = 0;
  app.once('exit', () => {
    endedMs = performance.timeOrigin + performance.now();
  });
  await once(app, 'close');
  return endedMs - Number(text);
}

function start(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}
