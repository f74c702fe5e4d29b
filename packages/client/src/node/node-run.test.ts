import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { context } from '@opentelemetry/api';
import { CONTEXT_KEY } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import {
  ArtifactFolder,
  configure,
  deleteRun,
  getArtifactUri,
  getMetricHistory,
  getRun,
  listArtifacts,
  restoreRun,
} from '../index.ts';
import { runningCollector } from '../testing/running-collector.ts';
import { codeVersion } from './code-version.ts';
import {
  activeRun,
  copyArtifacts,
  downloadArtifacts,
  searchRuns,
  setExperiment,
  startRun,
  TracewrightClient,
} from './index.ts';

const server = runningCollector();
const clientOf = (): TracewrightClient => new TracewrightClient({ url: server.url });

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a run inside of another is its child, and with nested: false its sibling', async () => {
  const client = clientOf();
  const ids = await client.startRun({ experiment: 'nested' }, async (outer) => {
    const child = await client.startRun(async (inner) => {
      const sibling = await client.startRun({ nested: false }, (run) => run.id);
      return { id: inner.id, sibling };
    });
    expect(activeRun()).toBe(outer);
    const top = await client.startRun({ nested: false, experiment: 'elsewhere' }, (run) => run.id);
    return { outer: outer.id, child: child.id, sibling: child.sibling, top };
  });
  const [outer, child, sibling, top] = await Promise.all(
    [ids.outer, ids.child, ids.sibling, ids.top].map((id) => client.runs.get(id)),
  );
  expect([outer, child, sibling, top].map((run) => run?.parentRunId)).toEqual([
    undefined,
    ids.outer,
    ids.outer,
    undefined,
  ]);
  expect(child?.experimentId).toBe(outer?.experimentId);
  expect(top?.experimentId).not.toBe(outer?.experimentId);
  expect(activeRun()).toBeUndefined();
});

test('runs that go on at the same time keep apart, and OpenTelemetry carries each', async () => {
  const client = clientOf();
  const names = ['a', 'b', 'c'];
  const seen = await Promise.all(
    names.map((name) =>
      client.startRun({ name }, async (run) => {
        await after(1);
        return [activeRun() === run, context.active().getValue(CONTEXT_KEY.trackingRun) === run.id];
      }),
    ),
  );
  expect(seen).toEqual([
    [true, true],
    [true, true],
    [true, true],
  ]);
  expect(context.active().getValue(CONTEXT_KEY.trackingRun)).toBeUndefined();
});

test('files and folders are copied into the run', async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(join(folder, 'one.txt'), 'one');
  writeFileSync(join(folder, 'deep', 'er', 'two.txt'), 'two');
  const run = await clientOf().startRun((active) => {
    void active.logArtifact(join(folder, 'one.txt'));
    void active.logArtifact(join(folder, 'one.txt'), 'copies');
    void active.logArtifacts(folder, 'all');
    return active;
  });
  const files: string[] = [];
  for await (const { path } of run.artifacts.files()) files.push(path);
  expect(files.sort()).toEqual(['all/deep/er/two.txt', 'all/one.txt', 'copies/one.txt', 'one.txt']);
  expect(await run.artifacts.get('all/deep/er/two.txt').text()).toBe('two');
  const missing = clientOf().startRun((active) => void active.logArtifact(join(folder, 'none.txt')));
  await expect(missing).rejects.toMatchObject({ failures: [{ kind: 'artifact', key: 'none.txt' }] });
});

test('a file behind a link is copied as well, and a folder with all that is in it', async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'blobs'));
  writeFileSync(join(folder, 'blobs', 'weights'), 'w');
  symlinkSync(join(folder, 'blobs', 'weights'), join(folder, 'model.bin'));
  symlinkSync(join(folder, 'blobs'), join(folder, 'elsewhere'));
  const run = await clientOf().startRun((active) => {
    void active.logArtifacts(folder, 'all');
    void active.logArtifact(join(folder, 'blobs'), 'one');
    return active;
  });
  const files: string[] = [];
  for await (const { path } of run.artifacts.files()) files.push(path);
  expect(files.sort()).toEqual(['all/blobs/weights', 'all/model.bin', 'one/blobs/weights']);
  expect(await run.artifacts.get('all/model.bin').text()).toBe('w');
});

test('files whose names begin with dots are copied from a run', async () => {
  const run = await clientOf().startRun(async (active) => {
    await active.logText('x', '..data/...');
    return active;
  });
  const folder = emptyFolder();
  expect(await copyArtifacts(run.artifacts, '', folder)).toEqual([join(folder, '..data', '...')]);
});

test('a file that breaks off on its way from a run leaves what was there before', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'model.bin'), 'before');
  const http = createServer((request, response) => {
    if (request.url?.includes('path=')) return void response.end('{"files":[{"path":"model.bin","file_size":9}]}');
    response.writeHead(200, { 'content-length': 9 }).write('half');
    setImmediate(() => response.destroy());
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void http.close());
  const { connection } = new TracewrightClient({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
  const files = new ArtifactFolder(connection, 'mlflow-artifacts:/0/a');
  await expect(copyArtifacts(files, '', folder)).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  await expect(files.get('model.bin').text()).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  expect(readdirSync(folder)).toEqual(['model.bin']);
  expect(readFileSync(join(folder, 'model.bin'), 'utf8')).toBe('before');
});

test('a run says which script of which commit it is, and whether something is uncommitted', async () => {
  const folder = emptyFolder();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'trunk');
  git('config', 'user.email', 'someone@example.com');
  git('config', 'user.name', 'Someone');
  git('remote', 'add', 'origin', 'https://someone:secret@example.com/shop.git');
  const script = join(folder, 'train.js');
  writeFileSync(script, 'first');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  expect(await codeVersion(script)).toMatchObject({
    'mlflow.source.name': script,
    'mlflow.source.type': 'LOCAL',
    'mlflow.source.git.commit': git('rev-parse', 'HEAD'),
    'mlflow.source.git.branch': 'trunk',
    'mlflow.source.git.dirty': 'false',
    'mlflow.source.git.repoURL': 'https://example.com/shop.git',
  });
  writeFileSync(script, 'second');
  expect(await codeVersion(script)).toMatchObject({ 'mlflow.source.git.dirty': 'true' });
});

test('without a repository a run says who and what it is', async () => {
  const tags = await codeVersion(join(emptyFolder(), 'train.js'));
  expect(Object.keys(tags)).toEqual(['mlflow.user', 'mlflow.source.name', 'mlflow.source.type']);
  const client = clientOf();
  const run = await client.startRun((active) => client.runs.get(active.id));
  expect(run.userId).toBe(run.tags['mlflow.user']);
  expect(run.tags['mlflow.source.name']).toBeTruthy();
});

test('functions without a client speak with the server that was configured', async () => {
  configure({ url: server.url });
  onTestFinished(() => configure({}));
  const { id: experimentId } = await setExperiment('fluent');
  const runId = await startRun({ name: 'fluent' }, async (run) => {
    run.logMetric('loss', 0.5, { step: 2, timestampMs: 3 });
    void run.logText('one', 'notes/one.txt');
    return run.id;
  });
  expect((await searchRuns({ filter: "attributes.run_name = 'fluent'" }).toArray()).map(({ id }) => id)).toEqual([
    runId,
  ]);
  expect(await getMetricHistory(runId, 'loss').toArray()).toEqual([{ value: 0.5, step: 2, timestampMs: 3 }]);
  expect(await getArtifactUri(runId, 'notes')).toBe(`mlflow-artifacts:/${experimentId}/${runId}/artifacts/notes`);
  expect(await listArtifacts(runId, 'notes')).toMatchObject([{ path: 'notes/one.txt' }]);
  const folder = emptyFolder();
  expect(await downloadArtifacts(runId, '', folder)).toEqual([join(folder, 'notes', 'one.txt')]);
  expect(await downloadArtifacts(runId, 'notes/one.txt', folder)).toEqual([join(folder, 'notes', 'one.txt')]);
  expect(readFileSync(join(folder, 'notes', 'one.txt'), 'utf8')).toBe('one');
  await expect(downloadArtifacts(runId, 'nothing', folder)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  await deleteRun(runId);
  await restoreRun(runId);
  expect((await getRun(runId)).lifecycle).toBe('active');
});

test('system metrics have a step for each interval, and one for a run that is shorter', async () => {
  const client = clientOf();
  const run = await client.startRun({ systemMetrics: true }, (active) => active.id).then((id) => client.runs.get(id));
  for (const name of [
    'cpu_utilization_percentage',
    'process_cpu_percentage',
    'system_memory_usage_megabytes',
    'system_memory_usage_percentage',
    'process_memory_megabytes',
    'event_loop_delay_p99_ms',
    'event_loop_delay_max_ms',
  ]) {
    expect(run.metrics[`system/${name}`], name).toBeGreaterThanOrEqual(0);
  }
  expect(run.metrics['system/process_memory_megabytes']).toBeGreaterThan(1);
});
