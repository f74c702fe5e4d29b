import { expect, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';
import { parseModelUri } from './model-uri.ts';

const server = runningCollector();
const client = () => new TracewrightClient({ url: server.url, username: 'ann' });

test('addresses of models say what is meant', () => {
  expect(parseModelUri('models:/bot/3')).toEqual({ by: 'version', name: 'bot', version: 3 });
  expect(parseModelUri('models:/bot/Production')).toEqual({ by: 'stage', name: 'bot', stage: 'Production' });
  expect(parseModelUri('models:/bot/latest')).toEqual({ by: 'alias', name: 'bot', alias: 'latest' });
  expect(parseModelUri('models:/bot@champion')).toEqual({ by: 'alias', name: 'bot', alias: 'champion' });
  expect(parseModelUri('models:/m-1')).toEqual({ by: 'id', modelId: 'm-1' });
  expect(parseModelUri('runs:/abc/path/to/model')).toEqual({ by: 'run', runId: 'abc', path: 'path/to/model' });
  for (const wrong of ['models:/', 'models:/a/1@b', 'models:/a/b/c', 'runs:/abc', 's3://bucket/model', 'bot']) {
    expect(() => parseModelUri(wrong)).toThrow('names no model');
  }
});

test('files of a run become a version, which moves through its stages and has a history', async () => {
  const { models, runs } = client();
  const run = await runs.create({ experimentId: '0' });
  const first = await models.register(`runs:/${run.id}/model`, { name: 'staged', tags: { k: 'v' } });
  expect(first).toMatchObject({ name: 'staged', version: 1, stage: 'None', runId: run.id, tags: { k: 'v' } });
  const second = await models.register('models:/staged/1', { name: 'staged' });
  expect(second).toMatchObject({ version: 2, runId: run.id });

  await models.transitionStage('staged', 1, 'Production');
  await models.transitionStage('staged', 2, 'production');
  expect((await models.getVersion('staged', 1)).stage).toBe('Archived');
  expect((await models.getLatestVersions('staged', ['Production'])).map(({ version }) => version)).toEqual([2]);
  const moves = await models.history('staged', 1).toArray();
  expect(moves.map(({ change, by }) => ({ change, by }))).toEqual([
    { change: { kind: 'stage', from: 'Production', to: 'Archived' }, by: 'ann' },
    { change: { kind: 'stage', from: 'None', to: 'Production' }, by: 'ann' },
    { change: { kind: 'created' }, by: 'ann' },
  ]);
  await models.transitionStage('staged', 1, 'Production', { archivesFormer: false });
  expect((await models.getVersion('staged', 2)).stage).toBe('Production');
});

test('a prompt takes no versions of a model, nor a model those of a prompt', async () => {
  const { models, prompts, runs } = client();
  const run = await runs.create({ experimentId: '0' });
  await prompts.register({ name: 'words', template: 'x' });
  await expect(models.register(`runs:/${run.id}/model`, { name: 'words' })).rejects.toMatchObject({
    code: 'RESOURCE_ALREADY_EXISTS',
    message: 'words is a prompt: a model needs another name',
  });
  await models.register(`runs:/${run.id}/model`, { name: 'weights' });
  await expect(prompts.register({ name: 'weights', template: 'x' })).rejects.toMatchObject({
    code: 'RESOURCE_ALREADY_EXISTS',
    message: 'weights is a registered model: a prompt needs another name',
  });
});

test('every kind of address leads to the files and to the run that they come from', async () => {
  const { models, runs } = client();
  const run = await runs.create({ experimentId: '0' });
  await models.register(`runs:/${run.id}/model`, { name: 'addressed' });
  await models.setAlias('addressed', 'champion', 1);
  await models.transitionStage('addressed', 1, 'Staging');
  const artifactUri = `${run.artifactUri}/model`;
  for (const end of ['/1', '@champion', '/staging', '/latest']) {
    expect(await models.resolve(`models:/addressed${end}`)).toMatchObject({
      uri: 'models:/addressed/1',
      artifactUri,
      runId: run.id,
      version: { version: 1, aliases: ['champion'] },
    });
  }
  expect(await models.resolve(`runs:/${run.id}/model`)).toMatchObject({ artifactUri, version: undefined });
  for (const [uri, message] of [
    ['models:/addressed@nobody', 'model addressed has no alias nobody'],
    ['models:/addressed/Production', 'model addressed has no version in stage Production'],
    ['models:/addressed/7', 'Model Version (name=addressed, version=7) not found'],
    ['models:/nothing/1', 'Model Version (name=nothing, version=1) not found'],
  ] as const) {
    await expect(models.resolve(uri)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', message });
  }
});

test('models and versions are found, described, tagged, renamed and deleted', async () => {
  const { models, runs } = client();
  const run = await runs.create({ experimentId: '0' });
  await models.create({ name: 'kept', description: 'first', tags: { team: 'help' } });
  await expect(models.create({ name: 'kept' })).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' });
  await models.register(`runs:/${run.id}/model`, { name: 'kept' });
  await models.describe('kept', 'of the help desk');
  await models.describeVersion('kept', 1, 'smaller');
  await models.setTag('kept', 'owner', 'ann');
  await models.deleteTag('kept', 'team');
  await models.setVersionTag('kept', 1, 'tested', 'yes');
  expect(await models.rename('kept', 'renamed')).toMatchObject({
    description: 'of the help desk',
    tags: { owner: 'ann' },
  });
  const found = await models.searchVersions({ filter: `name = 'renamed' AND run_id = '${run.id}'` }).toArray();
  expect(found).toMatchObject([{ version: 1, description: 'smaller', tags: { tested: 'yes' } }]);
  await models.deleteVersionTag('renamed', 1, 'tested');
  await models.deleteVersion('renamed', 1);
  expect(await models.getLatestVersions('renamed')).toEqual([]);
  await models.delete('renamed');
  expect(await models.search({ filter: "name = 'renamed'" }).first()).toBeUndefined();
});
