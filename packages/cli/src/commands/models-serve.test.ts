import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { TracewrightClient } from '@tracewright/client';
import { INSTANT, startModelServer } from '@tracewright/example-model-server';
import { expect, onTestFinished, test } from 'vitest';
import { collectorOn, emptyFolder, run } from '../run-command.test.support.ts';

const MAIN = new URL('../main.ts', import.meta.url).pathname;

test('models serve answers until it is told to stop, and its traces are there then, in the experiment of the model', async () => {
  const models = await startModelServer({ pace: INSTANT });
  onTestFinished(() => models.close());
  const key = 'secret-key';
  const collector = await collectorOn(emptyFolder(), { TRACEWRIGHT_API_KEY: key });
  const client = new TracewrightClient({ url: collector.url, key });
  const { id: experimentId } = await client.experiments.getOrCreate({ name: 'bots' });
  await client.prompts.register({ name: 'help', template: 'Answer {{question}}' });
  const app = { name: 'bot', prompt: 'help', model: { provider: 'openai', name: 'demo-small' } };
  await client.apps.log(app, { experimentId, registeredModelName: 'bot' });

  const child = spawn(
    process.execPath,
    [...process.execArgv, MAIN, 'models', 'serve', '-m', 'models:/bot/1', '-p', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TRACEWRIGHT_URL: collector.url, TRACEWRIGHT_API_KEY: key, OPENAI_BASE_URL: models.url },
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const url = /http:\/\/\S+/.exec(line)?.[0];
  expect(line).toBe(`models:/bot/1 is served at ${url}`);
  const answer = await fetch(`${url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: ['why'] }),
  });
  expect(await answer.json()).toEqual({ predictions: [expect.stringMatching(/./)] });
  const { port } = new URL(url ?? '');
  expect(
    await run(`models serve -m models:/bot/1 -p ${port}`, '', {
      TRACEWRIGHT_URL: collector.url,
      TRACEWRIGHT_API_KEY: key,
    }),
  ).toMatchObject({
    code: 1,
    err: `tracewright models serve: port ${port} on 127.0.0.1 cannot be had: say another by -p\n`,
  });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);

  const found = await fetch(
    `${collector.url}/api/v1/traces?${new URLSearchParams({ filter: "metadata.model = 'models:/bot/1'" })}`,
    {
      headers: { authorization: `Bearer ${key}` },
    },
  );
  expect(await found.json()).toMatchObject({ total: 1, items: [{ name: 'bot', experimentId }] });
});
