import { ArtifactFolder, RegistryRequests, TracewrightClient } from '@tracewright/client';
import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run, traceLine } from '../run-command.test.support.ts';

/** Something of every kind. @returns ids of a run and of the run inside of it */
async function fill(client: TracewrightClient): Promise<readonly [string, string]> {
  const { experiments, runs, prompts, models, datasets, apps, connection } = client;
  const { id: experimentId } = await experiments.getOrCreate({ name: 'support', tags: { team: 'help' } });
  const outer = await runs.create({ experimentId, name: 'outer', startMs: 1_700_000_000_000, userId: 'ann' });
  const inner = await runs.create({ experimentId, name: 'inner', tags: { 'mlflow.parentRunId': outer.id } });
  const timestampMs = 1_700_000_000_500;
  await runs.logBatch(outer.id, {
    params: [{ key: 'model', value: 'small' }],
    tags: [{ key: 'note', value: 'a "quoted" text' }],
    metrics: [
      ...[0.5, 0.25].map((value, step) => ({ key: 'loss', value, step, timestampMs })),
      { key: 'odd', value: Number.NaN, step: 0, timestampMs },
    ],
  });
  await runs.update(outer.id, { status: 'FAILED', endMs: 1_700_000_001_000 });
  await runs.update(inner.id, { status: 'FINISHED' });
  await new ArtifactFolder(connection, outer.artifactUri).put('notes/a b.txt', 'text');
  const dataset = await datasets.create({ name: 'returns', experimentIds: [experimentId] });
  await datasets.addRecords(dataset.id, [{ inputs: { q: 'why' }, expectations: { a: 'so' } }]);
  await datasets.logInput(outer.id, await datasets.get(dataset.id), 'evaluation');
  for (const template of ['one {{a}}', 'two', 'three']) await prompts.register({ name: 'p', template });
  await prompts.deleteVersion('p', 2);
  await prompts.setAlias('p', 'production', 3);
  const app = { name: 'bot', prompt: 'prompts:/p/1', model: { provider: 'openai', name: 'demo-small' } };
  await apps.log(app, { runId: outer.id, registeredModelName: 'bot' });
  await models.register(`runs:/${outer.id}/notes`, { name: 'bot', tags: { k: 'v' } });
  await models.transitionStage('bot', 1, 'Production');
  await connection.send({
    method: 'POST',
    path: '/v1/traces',
    headers: { 'content-type': 'application/json', 'x-mlflow-experiment-id': experimentId },
    body: () => traceLine(7),
  });
  return [outer.id, inner.id];
}

test('what an MLflow server has is brought over once, however often one asks, and what is new is added', async () => {
  const [there, here] = [await collectorOn(emptyFolder()), await collectorOn(emptyFolder())];
  const source = new TracewrightClient({ url: there.url });
  const target = new TracewrightClient({ url: here.url });
  const [outerId] = await fill(source);
  const imported = async () => {
    const ran = await run(`mlflow import ${there.url} --json`, '', { TRACEWRIGHT_URL: here.url });
    expect(ran.err).toBe('');
    const rows = JSON.parse(ran.out) as { kind: string; found: number; added: number; known: number }[];
    return Object.fromEntries(rows.map(({ kind, added, known }) => [kind, [added, known]]));
  };

  expect(await imported()).toEqual({
    experiment: [2, 0],
    run: [2, 0],
    file: [3, 0],
    'logged model': [1, 0],
    model: [2, 0],
    version: [4, 0],
    dataset: [1, 0],
    trace: [1, 0],
  });
  const experiment = await target.experiments.getByName('support');
  expect(experiment?.tags.team).toBe('help');
  const runs = await target.runs.search({ experimentIds: [experiment!.id], orderBy: ['start_time ASC'] }).toArray();
  const [outer, inner] = runs;
  expect(outer).toMatchObject({
    name: 'outer',
    userId: 'ann',
    status: 'FAILED',
    startMs: 1_700_000_000_000,
    endMs: 1_700_000_001_000,
    params: { model: 'small' },
    metrics: { loss: 0.25, odd: Number.NaN },
    tags: { note: 'a "quoted" text', 'tracewright.import.id': outerId },
    datasets: [{ name: 'returns', tags: { 'mlflow.data.context': 'evaluation' } }],
  });
  expect((await target.runs.metricHistory(outer!.id, 'loss').toArray()).map(({ value }) => value)).toEqual([0.5, 0.25]);
  expect(inner?.parentRunId).toBe(outer!.id);
  const folder = new ArtifactFolder(target.connection, outer!.artifactUri);
  expect(await folder.get('notes/a b.txt').text()).toBe('text');

  expect((await target.apps.load('models:/bot/Production')).config.prompt.template).toBe('one {{a}}');
  expect(await target.models.resolve('models:/bot/2')).toMatchObject({
    artifactUri: `${outer!.artifactUri}/notes`,
    runId: outer!.id,
    version: { tags: { k: 'v' } },
  });
  const prompt = await source.prompts.load('prompts:/p/3');
  expect(await target.prompts.load('prompts:/p@production')).toMatchObject({
    version: 3,
    template: 'three',
    tags: { 'tracewright.import.created_at': new Date(prompt.createdMs).toISOString() },
  });
  expect((await target.prompts.versions('p').toArray()).map(({ version }) => version)).toEqual([3, 1]);
  const dataset = await target.datasets.search({ experimentIds: [experiment!.id] }).first();
  expect(await target.datasets.records(dataset!.id).toArray()).toMatchObject([{ inputs: { q: 'why' } }]);
  const trace = await fetch(`${here.url}/api/v1/traces/${'7'.padStart(32, '0')}`);
  expect(await trace.json()).toMatchObject({ name: 'agent', spanCount: 2 });

  const again = await imported();
  for (const [kind, [added]] of Object.entries(again)) expect(added, kind).toBe(0);
  const later = await source.runs.create({ experimentId: (await source.experiments.getByName('support'))!.id });
  const log = (step: number) =>
    source.runs.logBatch(later.id, { metrics: [{ key: 'loss', value: step / 2, step, timestampMs: step }] });
  await log(0);
  expect(await imported()).toMatchObject({ run: [1, 2], version: [0, 4], trace: [0, 1] });
  // What still ran is followed, and what is here stays as it is.
  await log(1);
  await source.runs.update(later.id, { status: 'FINISHED' });
  expect(await imported()).toMatchObject({ run: [0, 3] });
  const followed = await target.runs
    .search({ experimentIds: [experiment!.id], filter: `tags.\`tracewright.import.id\` = '${later.id}'` })
    .first();
  expect(followed?.status).toBe('FINISHED');
  expect((await target.runs.metricHistory(followed!.id, 'loss').toArray()).map(({ step }) => step)).toEqual([0, 1]);
});

test('what cannot be brought over is named, and the rest comes', async () => {
  const [there, here] = [await collectorOn(emptyFolder()), await collectorOn(emptyFolder())];
  const source = new TracewrightClient({ url: there.url });
  const target = new TracewrightClient({ url: here.url });
  for (const client of [source, target]) await client.prompts.register({ name: 'mine', template: 'x' });
  const { id } = await target.experiments.getOrCreate({ name: 'gone' });
  await target.experiments.delete(id);
  await source.experiments.create({ name: 'gone' });
  await source.experiments.create({ name: 'other' });
  const ran = await run(`mlflow import ${there.url} --experiments gone,other`, '', { TRACEWRIGHT_URL: here.url });
  expect(ran.code).toBe(1);
  expect(ran.err.split('\n')).toEqual([
    'experiment gone: it is deleted here: restore it first',
    'model mine: there is one of this name here already, which was not imported',
    '',
  ]);
  expect(ran.out).toMatch(/^experiment +2 +1 +0 +1$/m);
  expect(await run('mlflow import', '', {})).toMatchObject({ code: 2 });
  expect(await run(`mlflow import ${there.url} --url ${there.url}`)).toMatchObject({
    code: 2,
    err: expect.stringContaining('both servers are the same one'),
  });
});

test('an import that was stopped between a version and its number, its stage or its run is finished by the next', {
  tags: 'thorough',
}, async () => {
  const [there, here] = [await collectorOn(emptyFolder()), await collectorOn(emptyFolder())];
  const source = new TracewrightClient({ url: there.url });
  const target = new TracewrightClient({ url: here.url });
  const run1 = await source.runs.create({ experimentId: '0' });
  const made = await source.models.logged.create({ experimentId: '0', name: 'm', runId: run1.id });
  await source.models.logged.addToRun(run1.id, made.id);
  const model = 'https://example.com/model';
  await source.models.create({ name: 'bot' });
  for (let version = 1; version <= 4; version++) await source.models.createVersion({ name: 'bot', source: model });
  for (const version of [1, 2]) await source.models.deleteVersion('bot', version);
  for (const version of [3, 4]) await source.models.transitionStage('bot', version, 'Archived');

  // One version was made and deleted, one for its number alone, the next has no stage yet, nor the model its run.
  const registry = new RegistryRequests(target.connection);
  await registry.createModel('bot', { 'tracewright.import.id': 'bot' });
  for (const origin of ['3', '3', '3']) {
    const tags = { 'tracewright.import.id': origin };
    const { version } = await target.models.createVersion({ name: 'bot', source: model, tags });
    if (version === 1) await target.models.deleteVersion('bot', version);
  }
  const runHere = await target.runs.create({ experimentId: '0', tags: { 'tracewright.import.id': run1.id } });
  const tags = { 'tracewright.import.id': made.id };
  const modelHere = await target.models.logged.create({ experimentId: '0', name: 'm', runId: runHere.id, tags });

  const imported = () => run(`mlflow import ${there.url}`, '', { TRACEWRIGHT_URL: here.url });
  expect(await imported()).toMatchObject({ code: 0, err: '' });
  const stages = async () => {
    const versions = await target.models.searchVersions({ filter: "name = 'bot'" }).toArray();
    return versions.map(({ version, stage }) => [version, stage]).sort();
  };
  expect(await stages()).toEqual([
    [3, 'Archived'],
    [4, 'Archived'],
  ]);
  const path = '/api/2.0/mlflow/runs/get';
  expect(await target.connection.ask({ method: 'GET', path, query: { run_id: runHere.id } })).toMatchObject({
    run: { outputs: { model_outputs: [{ model_id: modelHere.id }] } },
  });

  // What was moved here since stays where it is.
  await target.models.transitionStage('bot', 4, 'Staging');
  expect(await imported()).toMatchObject({ code: 0 });
  expect(await stages()).toEqual([
    [3, 'Archived'],
    [4, 'Staging'],
  ]);
});
