import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder, run } from './run-command.test.support.ts';

const MAIN = new URL('./main.ts', import.meta.url).pathname;

function tracewright(...args: string[]) {
  const child = spawn(process.execPath, [...process.execArgv, MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TRACEWRIGHT_DATA: join(emptyFolder(), 'data'), PORT: '0' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('serve runs the collector until it is told to stop, and options go before the environment', async () => {
  const data = join(emptyFolder(), 'other');
  const child = tracewright('serve', '--data', data);
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(line).toContain(data);
  const url = /http:\/\/\S+/.exec(String(line))?.[0];
  expect(await (await fetch(`${url}/health`)).text()).toBe('OK');
  // The folder is this one's: what helps is said in words that serve knows.
  expect(await run(['serve', '--data', data, '--port', '0'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('stop that one, or say --data with another folder'),
  });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the command stands in the repository, so that npm links it in a clone that nothing has been built in yet', async () => {
  const own = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const copy = join(emptyFolder(), 'tracewright.js');
  await copyFile(new URL(`../${own.bin.tracewright}`, import.meta.url), copy);
  const { status, stderr } = spawnSync(process.execPath, [copy], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('not built yet: npm run build') });
});

test('a mistake ends with code 2, said to the person alone', async () => {
  const child = tracewright('traces', 'exprot');
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect({ out, code }).toEqual({ out: '', code: 2 });
  expect(err).toContain('There is no command "traces exprot"');
});

test('a failure that nobody waits for ends an evaluation with code 2, which is no regression', {
  tags: 'thorough',
}, async () => {
  const file = join(emptyFolder(), 'floating.eval.mjs');
  const task =
    "() => { Promise.reject(new Error('nobody waits')); return new Promise((done) => setTimeout(done, 60_000)); }";
  writeFileSync(file, `export const evaluation = { track: false, data: [{ inputs: 1 }], scorers: [], task: ${task} };`);
  const child = tracewright('eval', 'run', file);
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(2);
  expect(err).toContain('nobody waits');
});
