import { expect, test } from 'vitest';
import { type Answer, type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';

function send({ ask }: MlflowApp, method: string, path: string, body: unknown): Promise<Answer> {
  const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return ask(method, `/api/2.0/mlflow/model-versions/${path}`, init);
}

/** Experiment 0 with a run and a logged model of it, and a registered model `m`. */
async function prepared(): Promise<
  MlflowApp & { readonly runId: string; readonly root: string; readonly modelId: string; readonly modelRoot: string }
> {
  const app = await mlflowApp();
  await app.post('registered-models/create', { name: 'm' });
  const { info: run } = (await app.post('runs/create', { experiment_id: '0' })).body.run;
  const made = await app.post('logged-models', { experiment_id: '0', name: 'net', source_run_id: run.run_id });
  const { info } = made.body.model;
  return { ...app, runId: run.run_id, root: run.artifact_uri, modelId: info.model_id, modelRoot: info.artifact_uri };
}

test('a version is made, found, described and deleted', async () => {
  const app = await prepared();
  const given = {
    name: 'm',
    source: 's3://b/1',
    run_link: 'http://x',
    description: 'd',
    tags: [{ key: 'k', value: 'v' }],
  };
  const version = {
    name: 'm',
    version: '1',
    creation_timestamp: 1_767_225_600_000,
    last_updated_timestamp: 1_767_225_600_000,
    description: 'd',
    current_stage: 'None',
    source: 's3://b/1',
    run_id: '',
    run_link: 'http://x',
    status: 'READY',
    tags: [{ key: 'k', value: 'v' }],
  };
  expect(await app.post('model-versions/create', given)).toEqual({ status: 200, body: { model_version: version } });
  expect((await app.get('model-versions/get', { name: 'm', version: '1' })).body).toEqual({ model_version: version });
  expect((await app.get('model-versions/get-download-uri', { name: 'm', version: '1' })).body).toEqual({
    artifact_uri: 's3://b/1',
  });
  const changed = await send(app, 'PATCH', 'update', { name: 'm', version: '1', description: 'new' });
  expect(changed.body.model_version.description).toBe('new');
  await send(app, 'POST', 'set-tag', { name: 'm', version: '1', key: 'l', value: 'w' });
  await send(app, 'DELETE', 'delete-tag', { name: 'm', version: '1', key: 'k' });
  expect((await app.get('model-versions/get', { name: 'm', version: '1' })).body.model_version.tags).toEqual([
    { key: 'l', value: 'w' },
  ]);
  expect(await send(app, 'DELETE', 'delete', { name: 'm', version: '1' })).toEqual({ status: 200, body: {} });
  expect(await app.get('model-versions/get', { name: 'm', version: '1' })).toEqual({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Model Version (name=m, version=1) not found' },
  });
  expect((await app.get('model-versions/get', { name: 'm', version: 'one' })).body.message).toBe(
    "Parameter 'version' must be an integer, got 'one'.",
  );
});

test('a version goes to a stage, and others leave it', async () => {
  const app = await prepared();
  for (let count = 0; count < 2; count++) await app.post('model-versions/create', { name: 'm', source: 's3://b/1' });
  const move = (body: object) => app.post('model-versions/transition-stage', { name: 'm', ...body });
  await move({ version: '1', stage: 'Staging' });
  const moved = await move({ version: '2', stage: 'staging', archive_existing_versions: true });
  expect(moved.body.model_version).toMatchObject({ version: '2', current_stage: 'Staging' });
  expect((await app.get('model-versions/get', { name: 'm', version: '1' })).body.model_version.current_stage).toBe(
    'Archived',
  );
  expect((await move({ version: '1', stage: 'Archived', archive_existing_versions: true })).body.message).toBe(
    "Model version transition cannot archive existing model versions because 'Archived' is not an Active stage. Valid stages are ['Staging', 'Production']",
  );
  expect((await move({ version: '1', stage: 'Live' })).status).toBe(400);
});

test('versions are searched by what they are made from', async () => {
  const app = await prepared();
  await app.post('model-versions/create', { name: 'm', source: `runs:/${app.runId}/model`, run_id: app.runId });
  await app.post('model-versions/create', { name: 'm', source: 's3://b/1' });
  const { body } = await app.get('model-versions/search', { filter: `run_id = '${app.runId}'` });
  expect(body.model_versions).toMatchObject([{ version: '1', run_id: app.runId }]);
  const ordered = await app.get('model-versions/search', { order_by: ['version_number DESC'], max_results: '1' });
  expect(ordered.body.model_versions).toMatchObject([{ version: '2' }]);
  expect(ordered.body.next_page_token).toBeTypeOf('string');
  expect((await app.get('model-versions/search', { max_results: '200001' })).status).toBe(400);
});

test('what lies among the files of its run or model is a source', async () => {
  const app = await prepared();
  const { runId, root, modelId, modelRoot } = app;
  for (const given of [
    { source: `${root}/model`, run_id: runId },
    { source: root, run_id: runId },
    { source: `http://host/api/2.0/mlflow-artifacts/artifacts/x`, run_id: runId, refused: true },
    { source: `runs:/${runId}/model`, run_id: runId },
    { source: modelRoot, model_id: modelId },
    { source: `models:/${modelId}`, model_id: modelId },
    { source: 's3://bucket/a/b' },
    { source: 'dbfs:/x/y', run_id: 'anything' },
  ]) {
    const { refused = false, ...body } = given;
    const { status } = await app.post('model-versions/create', { name: 'm', ...body });
    expect(`${given.source} ${status}`).toBe(`${given.source} ${refused ? 400 : 200}`);
  }
});

test.each(['C:\\models\\m', 'c:/models/m', 'C:m'])('a path of Windows is a local one: %s', async (source) => {
  const app = await prepared();
  const answer = await app.post('model-versions/create', { name: 'm', source, run_id: app.runId });
  expect(answer.status).toBe(400);
  expect(answer.body.message).toContain('To use a local path as a model version source');
});

test.each([
  ['another run', ({ root }: { root: string }) => ({ source: `${root}/model`, run_id: 'other' })],
  ['no run', ({ root }: { root: string }) => ({ source: `${root}/model` })],
  ['the folder of all runs', ({ runId }: { runId: string }) => ({ source: 'mlflow-artifacts:/0', run_id: runId })],
  [
    'a name that only begins alike',
    ({ root, runId }: { root: string; runId: string }) => ({ source: `${root}2`, run_id: runId }),
  ],
  [
    'another host',
    ({ root, runId }: { root: string; runId: string }) => ({ source: root.replace(':/', '://other/'), run_id: runId }),
  ],
  ['the run of another address', ({ runId }: { runId: string }) => ({ source: 'runs:/other/model', run_id: runId })],
  [
    'a run of a model’s address',
    ({ runId, modelId }: { runId: string; modelId: string }) => ({ source: `models:/${modelId}`, run_id: runId }),
  ],
] as const)('%s is no source', async (_, given) => {
  const app = await prepared();
  const answer = await app.post('model-versions/create', { name: 'm', ...given(app) });
  expect(answer.status).toBe(400);
  expect(answer.body.message).toMatch(
    /^Invalid model version source: '.*'\. The (run|model)_id request parameter must identify the resource that contains the source\.$/,
  );
});

test.each(['/../../etc', '/%2e%2e/%2e%2e/etc', '/%252e%252e%252fetc', '/./x', '/a%00b'])(
  'a source cannot lead out of its run by %s',
  async (path) => {
    const app = await prepared();
    const source = `${app.root}${path}`;
    const answer = await app.post('model-versions/create', { name: 'm', source, run_id: app.runId });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('an absolute path must be provided without relative path references');
  },
);

test.each(['/tmp/x', 'file:///tmp/x', './x', '../../x'])('%s is a file of no run of ours', async (source) => {
  const app = await prepared();
  const answer = await app.post('model-versions/create', { name: 'm', source, run_id: app.runId });
  expect(answer.body.message).toContain('To use a local path as a model version source, the run_id request parameter');
});

test('a local path is a source where the run’s files are local', async () => {
  const app = await prepared();
  const experiment = await app.post('experiments/create', { name: 'local', artifact_location: 'file:///data/runs' });
  const { info } = (await app.post('runs/create', { experiment_id: experiment.body.experiment_id })).body.run;
  const create = (source: string) => app.post('model-versions/create', { name: 'm', source, run_id: info.run_id });
  expect((await create(`${info.artifact_uri}/model`)).status).toBe(200);
  expect((await create(info.artifact_uri.replace('file://', ''))).status).toBe(200);
  expect((await create(`${info.artifact_uri}/../../other`)).status).toBe(400);
});

test('a version can be made a version of another model, with its run and files', async () => {
  const app = await prepared();
  const { runId } = app;
  await app.post('registered-models/create', { name: 'live' });
  await app.post('model-versions/create', { name: 'm', source: `runs:/${runId}/model`, run_id: runId });
  await app.post('registered-models/alias', { name: 'm', alias: 'best', version: '1' });
  for (const source of ['models:/m/1', 'models:/m@best', 'models:/m/latest', 'models:/m/None']) {
    const { body } = await app.post('model-versions/create', { name: 'live', source });
    expect(body.model_version, source).toMatchObject({ source: 'models:/m/1', run_id: runId });
  }
  expect((await app.get('model-versions/get-download-uri', { name: 'live', version: '1' })).body).toEqual({
    artifact_uri: `runs:/${runId}/model`,
  });
  const create = (given: object) => app.post('model-versions/create', { name: 'live', ...given });
  expect((await create({ source: 'models:/m/1', run_id: 'other' })).body.message).toContain(
    'must match the referenced model version',
  );
  expect((await create({ source: 'models:/m/9' })).status).toBe(404);
  expect((await create({ source: 'models:/m/1/2' })).body.message).toMatch('Not a proper models:/ URI: models:/m/1/2.');
  expect((await create({ source: 'models://other/m/1' })).body.message).toContain('active model registry');
});

test('a version of a logged model knows its run, and the model its versions', async () => {
  const app = await prepared();
  const { modelId, modelRoot, runId } = app;
  const given = { name: 'm', source: `models:/${modelId}`, model_id: modelId };
  const { body } = await app.post('model-versions/create', given);
  expect(body.model_version).toMatchObject({ run_id: runId, model_id: modelId });
  expect((await app.get('model-versions/get-download-uri', { name: 'm', version: '1' })).body).toEqual({
    artifact_uri: modelRoot,
  });
  const { model } = (await app.get(`logged-models/${modelId}`)).body;
  expect(model.info.tags).toEqual([{ key: 'mlflow.modelVersions', value: '[{"name":"m","version":"1"}]' }]);
});

test.each(['api', 'ajax-api'])('files of another run are not those of a version, under /%s neither', async (base) => {
  const { post } = await mlflowApp();
  await post('registered-models/create', { name: 'net' });
  const [own, other] = await Promise.all([1, 2].map(() => post('runs/create', { experiment_id: '0' })));
  const source = `http://host/${base}/2.0/mlflow-artifacts/artifacts/0/${other?.body.run.info.run_id}/artifacts`;
  const refused = await post('model-versions/create', { name: 'net', source, run_id: own?.body.run.info.run_id });
  expect(refused.status).toBe(400);
});

test('a percent sign in the address of another store is one', async () => {
  const { post } = await mlflowApp();
  await post('registered-models/create', { name: 'net' });
  const source = 's3://bucket/100%/model';
  const { body } = await post('model-versions/create', { name: 'net', source });
  expect(body).toMatchObject({ model_version: { source } });
});
