import { expect, expectTypeOf, test, vi } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';
import { RunLogError } from './log-failure.ts';

const server = runningCollector();
const clientOf = (): TracewrightClient => new TracewrightClient({ url: server.url });

test('what the work gives is what startRun gives, and the run is FINISHED with all that it logged, in its order', async () => {
  const client = clientOf();
  const { id: experimentId } = await client.setExperiment('first');
  const answer = await client.startRun(
    { name: 'baseline', description: 'as *ever*', tags: { a: '1' } },
    async (run) => {
      expect((await client.runs.get(run.id)).status).toBe('RUNNING');
      run.logParams({ model: 'small', temperature: 0.5, tools: ['search'], absent: undefined });
      for (let step = 0; step < 3; step++) run.logMetric('loss', 1 / (step + 1), { step, timestampMs: step });
      run.logMetrics({ accuracy: 0.5, recall: Number.NaN }, { step: 7 });
      run.setTag('a', 2);
      run.setTags({ a: 'three', fine: true });
      return { runId: run.id, count: 3 } as const;
    },
  );
  expectTypeOf(answer).toEqualTypeOf<{ readonly runId: string; readonly count: 3 }>();
  const run = await client.runs.get(answer.runId);
  expect(run).toMatchObject({
    name: 'baseline',
    experimentId,
    status: 'FINISHED',
    params: { model: 'small', temperature: '0.5', tools: '["search"]' },
    metrics: { loss: 1 / 3, accuracy: 0.5, recall: Number.NaN },
    tags: { a: 'three', fine: 'true', 'mlflow.note.content': 'as *ever*' },
  });
  expect(run.endMs).toBeGreaterThanOrEqual(run.startMs);
  expect(await client.runs.metricHistory(run.id, 'loss').toArray()).toHaveLength(3);
  const found = await client.searchRuns<'model', 'loss'>({ filter: "params.model = 'small'" }).first();
  expect(found?.id).toBe(run.id);
  expectTypeOf(found?.params.model).toEqualTypeOf<string | undefined>();
  expectTypeOf(found!.metrics).toEqualTypeOf<Readonly<Partial<Record<'loss', number>>>>();
  // @ts-expect-error there is no such thing to order by
  expect(() => client.searchRuns({ orderBy: ['loss DESC'] })).not.toThrow();
  expect(await client.searchRuns({ experiments: ['first', 'nobody'] }).toArray()).toHaveLength(1);
});

test('work that throws makes the run FAILED, and its error comes through untouched', async () => {
  const client = clientOf();
  const failure = new Error('no model');
  let runId = '';
  const started = client.startRun({}, (run) => {
    runId = run.id;
    run.logMetric('loss', 1);
    throw failure;
  });
  await expect(started).rejects.toBe(failure);
  expect(await client.runs.get(runId)).toMatchObject({ status: 'FAILED', metrics: { loss: 1 } });
});

test('a signal makes the run KILLED, and the work hears of it', async () => {
  const client = clientOf();
  const controller = new AbortController();
  let runId = '';
  const started = client.startRun({ signal: controller.signal }, (run) => {
    runId = run.id;
    controller.abort(new Error('enough'));
    run.signal.throwIfAborted();
  });
  await expect(started).rejects.toThrow('enough');
  expect((await client.runs.get(runId)).status).toBe('KILLED');
  await expect(client.startRun({ signal: controller.signal }, () => {})).rejects.toThrow('enough');
});

test('a run is taken up again by its id, and runs are children of whom they name', async () => {
  const client = clientOf();
  const parentId = await client.startRun({ name: 'parent', experiment: 'family' }, (run) => run.id);
  const before = await client.runs.get(parentId);
  const childId = await client.startRun({ runId: parentId, tags: { again: 'yes' } }, async (parent) => {
    expect((await client.runs.get(parentId)).status).toBe('RUNNING');
    return client.startRun({ parent }, (child) => child.id);
  });
  expect(await client.runs.get(childId)).toMatchObject({ parentRunId: parentId, experimentId: before.experimentId });
  expect(await client.runs.get(parentId)).toMatchObject({
    name: 'parent',
    status: 'FINISHED',
    tags: { again: 'yes' },
    startMs: before.startMs,
  });
  await client.runs.delete(parentId);
  await expect(client.startRun({ runId: parentId }, () => {})).rejects.toMatchObject({ code: 'INVALID_STATE' });
});

test('what the server refuses is named at the end, and nothing else is lost', async () => {
  const client = clientOf();
  const runId = await client.startRun({ params: { model: 'small' } }, (run) => run.id);
  const failure = await client
    .startRun({ runId }, (run) => {
      for (let index = 0; index < 150; index++) run.logParam(`param-${index}`, index);
      run.logParam('model', 'large');
      run.logMetric('bad\nname', 1);
      run.logMetric('loss', 0.25);
      run.setTag('stage', 'late');
      return 'done';
    })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RunLogError);
  const { failures, result, message, code } = failure as RunLogError;
  expect(failures.map(({ kind, key }) => [kind, key])).toEqual([
    ['param', 'model'],
    ['metric', 'bad\nname'],
  ]);
  expect({ result, code }).toEqual({ result: 'done', code: 'LOGGING_FAILED' });
  expect(message).toContain("already logged with value='small'");
  const run = await client.runs.get(runId);
  expect(run).toMatchObject({ status: 'FINISHED', metrics: { loss: 0.25 }, tags: { stage: 'late' } });
  expect(Object.keys(run.params)).toHaveLength(151);
});

test('a parameter that is changed within the run is refused where it happens', async () => {
  await clientOf().startRun({}, (run) => {
    run.logParam('model', 'small');
    run.logParam('model', 'small');
    expect(() => run.logParam('model', 'large')).toThrow('parameter model of run');
  });
});

test('more values than a request takes arrive in their order', async () => {
  const client = clientOf();
  const runId = await client.startRun({}, (run) => {
    for (let step = 0; step < 2_500; step++) run.logMetric('loss', step, { step, timestampMs: step });
    return run.id;
  });
  const steps = (await client.runs.metricHistory(runId, 'loss').toArray()).map(({ step }) => step);
  expect(steps).toEqual(Array.from({ length: 2_500 }, (_, step) => step));
});

test('flush waits for what was logged, and an opened run ends when it is told to', async () => {
  const client = clientOf();
  const run = await client.openRun({ name: 'by hand' });
  run.logMetric('loss', 2);
  void run.logText('hello', 'notes/hello.txt');
  await run.flush();
  expect(await client.runs.get(run.id)).toMatchObject({ status: 'RUNNING', metrics: { loss: 2 } });
  expect(await run.artifacts.get('notes/hello.txt').text()).toBe('hello');
  await run.end('FAILED');
  expect((await client.runs.get(run.id)).status).toBe('FAILED');
});

test('texts, objects, tables and images are files of the run, which it waits for', async () => {
  const client = clientOf();
  const pixel = Uint8Array.from([137, 80, 78, 71]);
  const run = await client.startRun({}, (active) => {
    void active.logText('Grüße', 'notes/greeting.txt');
    void active.logDict({ top: { k: 3 } }, 'config.json');
    void active.logTable([{ question: 'a', score: 1 }, { question: 'b' }], 'rows.json');
    void active.logTable({ question: ['c'], score: [3] }, 'rows.json');
    void active.logImage(pixel, 'plots/one.png');
    void active.logImage(pixel, { key: 'plots/two', step: 4, timestampMs: 5 });
    return active;
  });
  expect(await run.artifacts.get('notes/greeting.txt').text()).toBe('Grüße');
  expect(await run.artifacts.get('config.json').json()).toEqual({ top: { k: 3 } });
  expect(await run.artifacts.get('rows.json').json()).toEqual({
    columns: ['question', 'score'],
    data: [
      ['a', 1],
      ['b', null],
      ['c', 3],
    ],
  });
  expect(await client.loadTable<{ question: string; score: number | null }>(run.id, 'rows.json')).toEqual([
    { question: 'a', score: 1 },
    { question: 'b', score: null },
    { question: 'c', score: 3 },
  ]);
  expect(await run.artifacts.get('plots/one.png').bytes()).toEqual(pixel);
  const files: string[] = [];
  for await (const { path } of run.artifacts.files()) files.push(path);
  expect(files.sort()).toEqual([
    'config.json',
    expect.stringMatching(/^images\/plots~two\+step\+4\+timestamp\+5\+[\da-f-]{36}\.png$/),
    'notes/greeting.txt',
    'plots/one.png',
    'rows.json',
  ]);
  expect(await run.artifacts.list('notes')).toEqual([{ path: 'notes/greeting.txt', isFolder: false, sizeBytes: 7 }]);
  expect((await client.runs.get(run.id)).tags).toMatchObject({
    'mlflow.loggedArtifacts': '[{"path":"rows.json","type":"table"}]',
    'mlflow.loggedImages': 'True',
  });
  await run.artifacts.delete('notes');
  expect(await run.artifacts.list('notes')).toEqual([]);
  await expect(run.artifacts.get('notes/greeting.txt').text()).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
  });
});

test('two who log one table at a time lose no rows, whoever opened the run first', async () => {
  const first = await clientOf().openRun();
  const second = await clientOf().openRun({ runId: first.id });
  for (let row = 0; row < 4; row++) void (row % 2 === 0 ? first : second).logTable([{ row }], 'rows.json');
  await Promise.all([first.flush(), second.flush()]);
  const rows = await clientOf().loadTable<{ row: number }>(first.id, 'rows.json');
  expect(rows.map(({ row }) => row).sort()).toEqual([0, 1, 2, 3]);
  await Promise.all([first.end(), second.end()]);
});

test('the failure of a file is told to whoever waits for it, or else with the run', async () => {
  const client = clientOf();
  await client.startRun({}, async (run) => {
    await expect(run.logText('x', '../out')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });
  const unheard = client.startRun({}, (run) => {
    void run.logText('x', '../out');
  });
  await expect(unheard).rejects.toMatchObject({ failures: [{ kind: 'artifact', key: '../out' }] });
});

test('a run that failed and could not log either fails as the work did', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const client = clientOf();
  const started = client.startRun({}, async (run) => {
    await client.runs.delete(run.id);
    run.logMetric('loss', 1);
    throw new Error('the work');
  });
  await expect(started).rejects.toThrow('the work');
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('metric loss'));
  warned.mockRestore();
});

test('numbers that JSON does not have are parameters as they are, and times are whole milliseconds', async () => {
  const client = clientOf();
  const run = await client.startRun(async (active) => {
    active.logParams({ nan: Number.NaN, most: Number.POSITIVE_INFINITY, big: 2n ** 64n, none: null });
    active.logMetric('loss', 1, { timestampMs: 1.75 });
    await active.flush();
    return client.runs.get(active.id);
  });
  expect(run.params).toEqual({ nan: 'NaN', most: 'Infinity', big: '18446744073709551616', none: 'null' });
  expect(await client.runs.metricHistory(run.id, 'loss').toArray()).toMatchObject([{ timestampMs: 1 }]);
});
