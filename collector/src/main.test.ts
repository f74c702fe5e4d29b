import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LlmRequests } from './bench/llm-requests.ts';
import { openSqliteSpanStore } from './storage/spans/sqlite/sqlite-span-store.ts';
import { emptyFolder } from './testing/empty-folder.ts';
import { mayRunMain, runMain, type SystemUser } from './testing/run-main.ts';

const SPAN = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  name: 'chat demo',
  kind: 3,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
  attributes: [
    { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
    { key: 'gen_ai.request.model', value: { stringValue: 'demo' } },
    { key: 'gen_ai.usage.input_tokens', value: { intValue: '12' } },
  ],
};

const sendSpan = (
  url: string,
  { span = SPAN, headers = {} }: { readonly span?: object; readonly headers?: Record<string, string> } = {},
) =>
  fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });

test('the collector starts, says where, lives, and ends with 0 when asked to, with all that it took from four senders', async () => {
  const data = emptyFolder();
  const main = runMain({ TRACEWRIGHT_DATA: data });
  const url = await main.listening();
  expect(await (await fetch(`${url}/health`)).text()).toBe('OK');
  // Somebody looks on, and stays.
  const live = await fetch(`${url}/api/v1/live`);
  const watched = live.text().catch(() => 'cut off');
  const taken: string[] = [];
  const enough = Promise.withResolvers<void>();
  const sendUntilGone = async (sender: number): Promise<void> => {
    for (let number = 1; ; number++) {
      const traceId = (sender * 1_000_000 + number).toString(16).padStart(32, '0');
      const status = await sendSpan(url, { span: { ...SPAN, traceId } }).then(
        (answer) => answer.status,
        () => 'cut off',
      );
      if (status !== 200) return;
      taken.push(traceId);
      if (taken.length === 40) enough.resolve();
    }
  };
  const senders = Promise.all([1, 2, 3, 4].map(sendUntilGone));
  await enough.promise;

  const askedMs = performance.now();
  main.kill('SIGTERM');

  expect(await main.ended()).toMatchObject({ code: 0, stderr: '' });
  expect(performance.now() - askedMs).toBeLessThan(5_000);
  await Promise.all([senders, watched]);
  const spans = openSqliteSpanStore({ file: join(data, 'spans.db') });
  onTestFinished(() => spans.close());
  const lost: string[] = [];
  for (const traceId of taken) if ((await spans.getTrace('default', traceId)) === undefined) lost.push(traceId);
  expect(lost).toEqual([]);
});

test('a span that was acknowledged survives a killed process, and can be read after the next start', async () => {
  const data = emptyFolder();
  const first = runMain({ TRACEWRIGHT_DATA: data });
  expect((await sendSpan(await first.listening())).status).toBe(200);
  first.kill('SIGKILL');
  await first.ended();

  const second = runMain({ TRACEWRIGHT_DATA: data });
  const url = await second.listening();
  const list = await (await fetch(`${url}/api/v1/traces`)).json();
  const trace = `${url}/api/v1/traces/${SPAN.traceId}`;

  expect(list).toMatchObject({
    items: [{ traceId: SPAN.traceId, name: 'chat demo', durationMs: 1_500, inputTokens: 12 }],
  });
  expect(await (await fetch(`${trace}/skeleton`)).json()).toMatchObject({
    spanId: [SPAN.spanId],
    lengthUs: [1_500_000],
  });
  expect(await (await fetch(`${trace}/spans/${SPAN.spanId}`)).json()).toMatchObject({
    model: 'demo',
    attributes: { 'gen_ai.operation.name': 'chat' },
  });
});

test('a collector that is asked to end while it stores a body of 60 MiB does so within five seconds', {
  tags: 'thorough',
  timeout: 120_000,
}, async () => {
  const data = emptyFolder();
  const main = runMain({ TRACEWRIGHT_DATA: data });
  const url = await main.listening();
  const spans = 38_000;
  const body = Buffer.from(new LlmRequests(42).protobuf(spans));
  const headers = { 'content-type': 'application/x-protobuf' };
  const sent = fetch(`${url}/v1/traces`, { method: 'POST', headers, body }).then(
    ({ status }) => status,
    () => 'cut off',
  );
  const stored = async (from: string): Promise<number> => {
    const answer = (await (await fetch(`${from}/api/v1/data-quality`)).json()) as { readonly spanCount: number };
    return answer.spanCount;
  };
  await vi.waitUntil(async () => (await stored(url)) > 0, { timeout: 60_000, interval: 20 });

  const askedMs = performance.now();
  main.kill('SIGTERM');
  const { code, stderr } = await main.ended();

  expect(performance.now() - askedMs).toBeLessThan(5_000);
  expect([code, stderr]).toEqual([0, '']);
  const next = runMain({ TRACEWRIGHT_DATA: data });
  const left = await stored(await next.listening());
  // What was acknowledged is there; of what was not, some is, and the sender sends it again.
  if ((await sent) === 200) expect(left).toBeGreaterThanOrEqual(spans);
  else expect(left).toBeGreaterThan(0);
});

test('tags and feedback survive a restart', { tags: 'thorough' }, async () => {
  const data = emptyFolder();
  const first = runMain({ TRACEWRIGHT_DATA: data });
  const url = await first.listening();
  await sendSpan(url);
  const path = `/api/v1/traces/${SPAN.traceId}`;
  await fetch(`${url}${path}/tags/team`, { method: 'PUT', body: '{"value":"support"}' });
  await fetch(`${url}${path}/feedback`, { method: 'POST', body: '{"name":"helpful","value":true}' });
  first.kill('SIGTERM');
  await first.ended();

  const next = await runMain({ TRACEWRIGHT_DATA: data }).listening();

  expect(await (await fetch(`${next}${path}`)).json()).toMatchObject({
    tags: { team: 'support' },
    feedback: [{ name: 'helpful', value: true }],
  });
});

test('with a key, spans without it are refused in the sender’s own terms, and with it stored', {
  tags: 'thorough',
}, async () => {
  const main = runMain({ TRACEWRIGHT_DATA: emptyFolder(), TRACEWRIGHT_API_KEY: 's3cret' });
  const url = await main.listening();

  const refused = await sendSpan(url);

  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: 16 });
  expect((await sendSpan(url, { headers: { authorization: 'Bearer s3cret' } })).status).toBe(200);
});

test('a taken port is one clear sentence and exit code 1', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const port = String((server.address() as { port: number }).port);

  const { code, stderr } = await runMain({ TRACEWRIGHT_DATA: emptyFolder(), PORT: port }).ended();

  expect(code).toBe(1);
  expect(stderr).toBe(
    `Tracewright did not start: port ${port} on 127.0.0.1 is taken: stop what uses it, or set PORT to another one.\n`,
  );
});

test('a folder that cannot be written is one clear sentence and exit code 1', { tags: 'thorough' }, async () => {
  const file = join(emptyFolder(), 'file');
  writeFileSync(file, '');

  const { code, stderr } = await runMain({ TRACEWRIGHT_DATA: join(file, 'data') }).ended();

  expect(code).toBe(1);
  expect(stderr).toMatch(/^Tracewright did not start: .* cannot be created; set TRACEWRIGHT_DATA to .*\.\n$/);
});

/** As root everything may be written: then it is somebody else who may not. */
const NOBODY: SystemUser | undefined = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

test.skipIf(process.platform === 'win32' || (NOBODY !== undefined && !mayRunMain(NOBODY)))(
  'a folder that may only be read is one clear sentence and exit code 1, and the collector starts once it may be written',
  { tags: 'thorough', timeout: 240_000 },
  async () => {
    const data = emptyFolder();
    if (NOBODY !== undefined) chownSync(data, NOBODY.uid, NOBODY.gid);
    const start = () => runMain({ TRACEWRIGHT_DATA: data }, [], NOBODY);
    const said = /^Tracewright did not start: .* cannot be opened or written; set TRACEWRIGHT_DATA to .*\.\n$/;

    chmodSync(data, 0o500);
    const refused = await start().ended();
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(said)]);

    chmodSync(data, 0o700);
    const first = start();
    expect((await sendSpan(await first.listening())).status).toBe(200);
    first.kill('SIGTERM');
    await first.ended();

    // What is there already may only be read from now on.
    chmodSync(join(data, 'spans.db'), 0o400);
    const refusedFile = await start().ended();
    expect([refusedFile.code, refusedFile.stderr]).toEqual([1, expect.stringMatching(said)]);

    chmodSync(join(data, 'spans.db'), 0o600);
    const url = await start().listening();
    expect((await fetch(`${url}/api/v1/traces/${SPAN.traceId}`)).status).toBe(200);
  },
);

test('a folder that another collector uses is one clear sentence and exit code 1', { tags: 'thorough' }, async () => {
  const data = emptyFolder();
  await runMain({ TRACEWRIGHT_DATA: data }).listening();

  const { code, stderr } = await runMain({ TRACEWRIGHT_DATA: data }).ended();

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^Tracewright did not start: .* is in use by another .*; stop that one, or set TRACEWRIGHT_DATA.*\.\n$/,
  );
});

test('a bad setting is one clear sentence and exit code 1', async () => {
  const { code, stderr } = await runMain({ TRACEWRIGHT_DATA: emptyFolder(), PORT: 'http' }).ended();
  expect(code).toBe(1);
  expect(stderr).toBe('Tracewright did not start: PORT must be a whole number, not "http".\n');
});
