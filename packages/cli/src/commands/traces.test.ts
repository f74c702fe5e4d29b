import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { readConfig, startCollector } from '@tracewright/collector';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { collectorOn, emptyFolder, type Ran, run, traceLine } from '../run-command.test.support.ts';

/** Three traces, in a folder of which each test that changes something has a copy. */
const made = mkdtempSync(join(tmpdir(), 'tracewright-cli-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));
let exported: Ran;
beforeAll(async () => {
  const config = readConfig({ PORT: '0', TRACEWRIGHT_DATA: made }, []);
  const collector = await startCollector(config, console.error);
  const lines = [1, 2, 3].map((number) => traceLine(number)).join('\n');
  expect(await run(['traces', 'import', '--url', collector.url], lines)).toEqual({
    code: 0,
    out: '',
    err: '6 spans stored\n',
  });
  exported = await run(['traces', 'export', '--url', collector.url]);
  await collector.close();
});

/** A line of two spans as a line for each. */
function halves(line: string): [string, string] {
  const { resourceSpans } = JSON.parse(line);
  const [{ resource, scopeSpans }] = resourceSpans;
  const [{ scope, spans }] = scopeSpans;
  const only = (span: unknown) =>
    JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] });
  return [only(spans[0]), only(spans[1])];
}

/** Where nobody listens. */
async function closedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

/** Resolves once a request has been refused there, and so any that was sent before. */
async function refused(url: string): Promise<void> {
  await fetch(url).catch(() => {});
}

function storeOfThree(): string {
  const data = join(emptyFolder(), 'data');
  cpSync(made, data, { recursive: true });
  return data;
}

test('what is exported is imported again and exported the same, and a file has its name once it is whole', async () => {
  expect(exported).toMatchObject({ code: 0, err: '3 traces written\n' });
  const copy = await collectorOn(emptyFolder());
  const to = (...words: string[]) => run(['traces', ...words, '--url', copy.url], exported.out);
  expect(await to('import')).toMatchObject({ code: 0 });
  expect(await to('export')).toEqual(exported);

  const folder = emptyFolder();
  const filter = "time < '2026-01-02T12:00:00Z'";
  expect(await to('export', '--filter', filter, join(folder, 'some.csv'))).toMatchObject({
    ...{ code: 0, out: '' },
    err: '4 spans written\n',
  });
  const [head, ...rows] = readFileSync(join(folder, 'some.csv'), 'utf8').trim().split('\r\n');
  expect(head).toMatch(/^traceId,spanId,/);
  expect(rows).toHaveLength(4);
  const wrong = await to('export', '--filter', 'cost >', join(folder, 'none.jsonl'));
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('answered 400') });
  expect(readdirSync(folder)).toEqual(['some.csv']);
});

test('traces come back to their experiments and runs, but for those of whoever may not write there', async () => {
  const { url } = await collectorOn(emptyFolder(), { TRACEWRIGHT_API_KEY: 'admin' });
  const asAdmin = { authorization: 'Bearer admin', 'content-type': 'application/json' };
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, { method: 'POST', headers: { ...asAdmin, ...headers }, body });
    expect(answer.status).toBeLessThan(300);
    return (await answer.json()) as Record<string, never>;
  };
  const experiment = { 'x-tracewright-experiment': 'support bot' };
  const { experiment_id: id } = await post('/api/2.0/mlflow/experiments/create', '{"name":"支援"}');
  await post('/v1/traces', traceLine(1), { ...experiment, 'x-mlflow-run-id': 'läufe' });
  await post('/v1/traces', traceLine(2), { 'x-mlflow-experiment-id': id! });
  // Its second span comes apart from the first, and of another run.
  const [first, second] = halves(traceLine(3));
  await post('/v1/traces', first, { ...experiment, 'x-mlflow-run-id': 'run-1' });
  await post('/v1/traces', second, { ...experiment, 'x-mlflow-run-id': 'run-2' });
  const admin = (...words: string[]) => ['traces', ...words, '--url', url, '--key', 'admin'];
  const exported = await run(admin('export'));
  expect(exported.out.split('\n').map((line) => (line === '' ? {} : JSON.parse(line).tracewright))).toEqual([
    {
      experiment: 'support bot',
      runs: [
        { id: 'run-1', spanIds: ['0000000000000001'] },
        { id: 'run-2', spanIds: ['0000000000000002'] },
      ],
    },
    { experiment: '支援' },
    { experiment: 'support bot', runs: [{ id: 'läufe' }] },
    {},
  ]);

  expect(await run(admin('delete', '--filter', 'tokens > 0', '--yes'))).toMatchObject({ code: 0 });
  // Another one of that name has to be made, which no header can say.
  const renamed = JSON.stringify({ experiment_id: id, new_name: 'old' });
  await post('/api/2.0/mlflow/experiments/update', renamed);
  const { experiment_id: other } = await post('/api/2.0/mlflow/experiments/create', '{"name":"other"}');
  const key = JSON.stringify({ name: 'ci', scopes: ['ingest', 'read', 'write'], experiments: [other] });
  const { key: secret } = await post('/api/v1/keys', key);
  const refused = await run(['traces', 'import', '--url', url, '--key', secret!], exported.out);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('0 spans stored; 4 could not be taken') });
  expect((await run(admin('export'))).out).toBe('');

  expect(await run(admin('import'), exported.out)).toMatchObject({ code: 0, err: '6 spans stored\n' });
  expect(await run(admin('export'))).toEqual(exported);
});

test('a folder on which no collector runs can be asked as well', async () => {
  expect(await run(['traces', 'export', '--data', made])).toEqual(exported);
});

test('lines that are no traces are named, and the others are stored', async () => {
  const collector = await collectorOn(emptyFolder());
  const badSpan = traceLine(2).replace('"0000000000000002"', '"02"');
  const file = join(emptyFolder(), 'mixed.jsonl');
  writeFileSync(file, [traceLine(1), 'not json', '{"resourceSpans":7}', '', badSpan].join('\n'));
  const ran = await run(['traces', 'import', '--url', collector.url, file]);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain(`${file}, line 2: not an OTLP request in JSON`);
  expect(ran.err).toContain(`${file}, line 3: not an OTLP request in JSON`);
  expect(ran.err).toMatch(/line 5: 1 of 2 spans refused: /);
  expect(ran.err).toContain('3 spans stored; 3 could not be taken');
});

test('a folder is no lines', async () => {
  expect(await run(['traces', 'import', '--url', 'http://127.0.0.1:1', made])).toMatchObject({
    code: 1,
    err: `tracewright traces import: ${made} is a folder\n`,
  });
});

test('a collector that is gone is one sentence also where the lines come slowly', async () => {
  const url = await closedUrl();
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  const lines = async function* () {
    yield `${traceLine(1)}\n`;
    await refused(url);
    // Whatever nobody has waited for comes to light in between.
    await setImmediate();
    yield `${traceLine(2)}\n`;
  };

  const ran = await run(['traces', 'import', '--url', url], lines());

  expect(ran).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^tracewright traces import: no collector answers/),
  });
  expect(unhandled).toEqual([]);
});

test('what is exported goes through a link, and into a pipe', { tags: 'thorough' }, async () => {
  const folder = emptyFolder();
  const [file, link, pipe] = [join(folder, 'file'), join(folder, 'link'), join(folder, 'pipe')];
  writeFileSync(file, 'old');
  symlinkSync(file, link);
  execFileSync('mkfifo', [pipe]);
  const read = readFile(pipe, 'utf8');

  expect(await run(['traces', 'export', '--data', made, link])).toMatchObject({ code: 0 });
  expect(await run(['traces', 'export', '--data', made, pipe])).toMatchObject({ code: 0 });

  expect(readlinkSync(link)).toBe(file);
  expect(readFileSync(file, 'utf8')).toBe(exported.out);
  expect(await read).toBe(exported.out);
});

test('a key is taken from the option or the environment', async () => {
  const data = storeOfThree();
  const collector = await collectorOn(data, { TRACEWRIGHT_API_KEY: 'secret' });
  const words = ['traces', 'export', '--url', collector.url];
  expect(await run(words)).toMatchObject({ code: 1, err: expect.stringContaining('answered 401') });
  expect(await run([...words, '--key', 'secret'])).toEqual(exported);
  expect(await run(words, '', { TRACEWRIGHT_API_KEY: 'secret' })).toEqual(exported);
  // The folder is that collector's as long as it runs.
  expect(await run(['traces', 'export', '--data', data])).toMatchObject({
    code: 1,
    err: expect.stringContaining('say --url with its address instead'),
  });
});

test('traces are deleted by id and by filter, and only when that is confirmed', async () => {
  const { url } = await collectorOn(storeOfThree());
  const only = (...more: string[]) => run(['traces', 'delete', '--url', url, ...more]);
  expect(await only('--filter', 'tokens > 0')).toMatchObject({
    code: 0,
    err: '3 traces would go: say --yes to delete them\n',
  });
  const id = (number: number) => number.toString(16).padStart(32, '0');
  expect(await only(id(1), id(9), '--yes')).toMatchObject({
    code: 1,
    err: `there is no trace ${id(9)}\n1 trace deleted\n`,
  });
  expect(await only('--filter=', '--yes')).toMatchObject({ code: 2 });
  expect(await only('--filter', 'tokens > 0', '--yes')).toMatchObject({ code: 0, err: '2 traces deleted\n' });
  expect(await run(['traces', 'export', '--url', url])).toMatchObject({ err: '0 traces written\n' });
});

test('a store is checked, and what is wrong is a line each and exit code 1', async () => {
  const data = storeOfThree();
  const sound = await run(['traces', 'check', '--data', data]);
  expect(sound).toMatchObject({ code: 0, out: expect.stringMatching(/: 3 traces, 6 spans, .*: all of it sound\n$/) });
  const db = new DatabaseSync(join(data, 'spans.db'));
  db.exec("UPDATE traces SET name = 'x' WHERE id = 1");
  db.close();
  const found = await run(['traces', 'check', '--data', data]);
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/^trace 0+1 has another name in its summary than in its spans\n.*: 1 found wrong\n$/);
  const json = await run(['traces', 'check', '--data', data, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ traces: 3, findings: [{ message: expect.any(String) }] });
});

test('costs are computed anew by other prices, for a range of time', async () => {
  const data = storeOfThree();
  const prices = join(emptyFolder(), 'prices.json');
  const price = { model: 'demo-small', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 0 };
  writeFileSync(prices, JSON.stringify([price]));
  const reprice = (...more: string[]) => run(['traces', 'reprice', '--data', data, '--prices', prices, ...more]);
  expect(await reprice('--from', '2026-01-03')).toMatchObject({
    code: 0,
    err: '1 spans of 1 traces cost something else now\n',
  });
  expect(await reprice('--from', '0001-01-01', '--to', '9999-12-31')).toMatchObject({
    err: '2 spans of 2 traces cost something else now\n',
  });
  expect(await reprice()).toMatchObject({ err: '0 spans of 0 traces cost something else now\n' });
});

test('what is too old is counted, then taken out', async () => {
  const data = storeOfThree();
  const gc = (...more: string[]) => run(['gc', '--data', data, '--days', '1', ...more]);
  const said = 'as too old, 0 more as the store was too large\n';
  expect(await gc('--dry-run')).toMatchObject({ code: 0, err: `of 3 traces 3 would go ${said}` });
  expect(await gc()).toMatchObject({ code: 0, err: `of 3 traces 3 went ${said}` });
  expect(await gc()).toMatchObject({ code: 0, err: `of 0 traces 0 went ${said}` });
});

test('runs that are too old are counted and taken out by experiment and tag', { tags: 'thorough' }, async () => {
  const data = storeOfThree();
  const gc = (...more: string[]) => run(['gc', '--data', data, ...more]);
  const rules = ['--run-days', '30', '--experiments', 'ci=7', '--keep-tags', 'is_production_eval=true'];
  expect(await gc(...rules, '--dry-run')).toMatchObject({ code: 0, err: 'of 0 runs 0 would go as too old\n' });
  expect(await gc(...rules)).toMatchObject({ code: 0, err: 'of 0 runs 0 went as too old\n' });
  expect(await gc()).toMatchObject({ code: 2, err: expect.stringContaining('--run-days') });
  expect(await gc('--experiments', 'ci')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--experiments must'),
  });
});

test('the runs that would go are named with what they take, and those that went are printed, with the reason', async () => {
  const data = storeOfThree();
  const collector = await collectorOn(data);
  const post = async (path: string, body: object): Promise<Response> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${collector.url}/api/2.0/mlflow/runs/${path}`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    expect(answer.status).toBe(200);
    return answer;
  };
  const { run: made } = (await (
    await post('create', { experiment_id: '0', run_name: 'old', start_time: 1 })
  ).json()) as { run: { info: { run_id: string } } };
  await post('update', { run_id: made.info.run_id, status: 'FINISHED', end_time: 2 });
  const folder = `${collector.url}/api/2.0/mlflow-artifacts/artifacts/0/${made.info.run_id}/artifacts`;
  for (const file of ['a.txt', 'model/b.bin']) await fetch(`${folder}/${file}`, { method: 'PUT', body: '12345' });
  await collector.close();

  const dryRun = ['gc', '--data', data, '--run-days', '30', '--dry-run'];
  expect(await run(dryRun)).toEqual({
    code: 0,
    out: `1970-01-01T00:00:00.002Z  Default  old  ${made.info.run_id}  10 bytes  ended more than 30 days ago\n`,
    err: 'of 1 runs 1 would go as too old\n',
  });
  expect(JSON.parse((await run([...dryRun, '--json'])).out)).toEqual({
    ...{ runId: made.info.run_id, experimentId: '0', experiment: 'Default', name: 'old', startMs: 1, endMs: 2 },
    ...{ reason: 'ended more than 30 days ago', artifactBytes: 10 },
  });
  expect(await run(['gc', '--data', data, '--run-days', '30', '--json'])).toMatchObject({ code: 2 });
  expect(await run(['gc', '--data', data, '--deleted'])).toEqual({ code: 0, out: '', err: '' });
  await run(['gc', '--data', data, '--run-days', '30']);
  const { out } = await run(['gc', '--data', data, '--deleted']);
  expect(JSON.parse(out)).toMatchObject({
    ...{ runId: made.info.run_id, experimentId: '0', name: 'old', startMs: 1, endMs: 2 },
    ...{ reason: 'ended more than 30 days ago', artifactUris: [] },
  });
});
