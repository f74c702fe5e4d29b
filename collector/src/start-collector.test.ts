import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Config, readConfig } from './config.ts';
import { startCollector } from './start-collector.ts';
import { emptyFolder } from './testing/empty-folder.ts';

const configOf = (dataDir: string, port = 0): Config =>
  readConfig({ PORT: String(port), TRACEWRIGHT_DATA: dataDir }, []);

/** One on which somebody else listens as long as the test lasts. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('a start that fails gives the folder back', async () => {
  const logged: string[] = [];
  const port = await takenPort();
  const folder = emptyFolder();

  await expect(startCollector(configOf(folder, port), (text) => logged.push(text))).rejects.toThrow(
    expect.objectContaining({ code: 'ADDRESS_IN_USE' }),
  );

  const second = await startCollector(configOf(folder), (text) => logged.push(text));
  expect(second.dataDir).toBe(folder);
  await second.close();
  expect(logged).toEqual([]);
});

test('a port that is taken leaves nothing behind', async () => {
  const port = await takenPort();
  const folder = emptyFolder();

  await expect(startCollector(configOf(join(folder, 'data'), port), () => {})).rejects.toThrow();

  expect(readdirSync(folder)).toEqual([]);
});

test('an experiment is made for the name that a sender gives, and its traces are listed under it', async () => {
  const collector = await startCollector(configOf(emptyFolder()), () => {});
  onTestFinished(() => collector.close());
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'answer',
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001000000000',
  };
  const send = (headers: Record<string, string>) =>
    fetch(`${collector.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    });

  expect((await send({ 'x-mlflow-experiment-id': '7' })).status).toBe(404);
  expect((await send({ 'x-tracewright-experiment': 'support bot' })).status).toBe(200);

  const list = async (id: string) => (await fetch(`${collector.url}/api/v1/traces?experimentId=${id}`)).json();
  expect(await list('1')).toMatchObject({ items: [{ traceId: span.traceId, experimentId: '1' }] });
  expect(await list('0')).toMatchObject({ items: [] });
});

test('closing twice is harmless', { tags: 'thorough' }, async () => {
  const collector = await startCollector(configOf(emptyFolder()), () => {});
  await collector.close();
  await collector.close();
});

test('the administrator of the settings can come in, and from then on everybody is asked who they are', async () => {
  const env = { TRACEWRIGHT_ADMIN_USER: 'root', TRACEWRIGHT_ADMIN_PASSWORD: 'correct horse battery' };
  const config = readConfig({ PORT: '0', TRACEWRIGHT_DATA: emptyFolder(), ...env }, []);
  const collector = await startCollector(config, () => {});
  onTestFinished(() => collector.close());
  const authorization = `Basic ${btoa('root:correct horse battery')}`;
  expect((await fetch(`${collector.url}/api/v1/traces`)).status).toBe(401);
  expect((await fetch(`${collector.url}/api/v1/traces`, { headers: { authorization } })).status).toBe(200);
});
