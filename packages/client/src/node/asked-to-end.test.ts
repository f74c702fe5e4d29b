import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from './index.ts';

const server = runningCollector();
const APP = new URL('../testing/interrupted-app.ts', import.meta.url).pathname;

/** A process with a run and a child of it; what it prints first are their ids. */
async function startApp(mode: string) {
  const child = spawn(process.execPath, [...process.execArgv, APP, mode], {
    env: { ...process.env, TRACEWRIGHT_URL: server.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ids = String((await lines.next()).value).split(' ');
  return { child, exited, ids, lines };
}

test('a process that is asked to end sends what its runs have logged, says that they are KILLED, and ends so', async () => {
  const { child, exited, ids } = await startApp('plain');
  child.kill('SIGINT');
  expect(await exited).toEqual([null, 'SIGINT']);
  const { runs } = new TracewrightClient({ url: server.url });
  for (const id of ids) expect(await runs.get(id)).toMatchObject({ status: 'KILLED', metrics: { loss: 1 } });
});

test('an app that handles the signal itself goes on as it wants, and autologging beside it changes nothing', async () => {
  const { child, exited, ids, lines } = await startApp('handles');
  child.kill('SIGTERM');
  expect((await lines.next()).value).toBe('handled SIGTERM');
  expect(await exited).toEqual([7, null]);
  const { runs } = new TracewrightClient({ url: server.url });
  for (const id of ids) expect(await runs.get(id)).toMatchObject({ status: 'KILLED' });
});

test('with autologging beside it the process ends by the signal all the same', { tags: 'thorough' }, async () => {
  const { child, exited, ids } = await startApp('autolog');
  child.kill('SIGTERM');
  expect(await exited).toEqual([null, 'SIGTERM']);
  const { runs } = new TracewrightClient({ url: server.url });
  for (const id of ids) expect((await runs.get(id)).status).toBe('KILLED');
});

test('a run is KILLED also where what it has still to send takes longer than the process may wait', async () => {
  const { child, exited, ids } = await startApp('uploads');
  child.kill('SIGINT');
  expect(await exited).toEqual([null, 'SIGINT']);
  const { runs } = new TracewrightClient({ url: server.url });
  for (const id of ids) expect(await runs.get(id)).toMatchObject({ status: 'KILLED', metrics: { loss: 1 } });
});
