import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';

/** A run with the files `MLmodel` and `data/weights`. */
async function runWithFiles({ post, ask }: MlflowApp): Promise<{ readonly runId: string; readonly root: string }> {
  const { body } = await post('runs/create', { experiment_id: '0' });
  const { run_id: runId, artifact_uri: uri } = body.run.info;
  const root = uri.replace('mlflow-artifacts:/', '');
  await ask('PUT', `${PROXY}/${root}/MLmodel`, { body: 'flavors:' });
  await ask('PUT', `${PROXY}/${root}/data/weights`, { body: 'xyz' });
  return { runId, root };
}

test('the files of a run are listed with their paths from its root', async () => {
  const app = await mlflowApp();
  const { runId, root } = await runWithFiles(app);
  expect((await app.get('artifacts/list', { run_id: runId })).body).toEqual({
    root_uri: `mlflow-artifacts:/${root}`,
    files: [
      { path: 'MLmodel', is_dir: false, file_size: 8 },
      { path: 'data', is_dir: true },
    ],
  });
  expect((await app.get('artifacts/list', { run_uuid: runId, path: 'data' })).body.files).toEqual([
    { path: 'data/weights', is_dir: false, file_size: 3 },
  ]);
  expect((await app.get('artifacts/list', { run_id: runId, path: 'MLmodel' })).body.files).toEqual([]);
});

test('files are asked for of a run that there is, and within it', async () => {
  const app = await mlflowApp();
  const { runId } = await runWithFiles(app);
  expect((await app.get('artifacts/list', { run_id: 'none' })).body).toEqual({
    error_code: 'RESOURCE_DOES_NOT_EXIST',
    message: 'Run with id=none not found',
  });
  expect((await app.get('artifacts/list')).body.message).toMatch("Missing value for required parameter 'run_id'.");
  expect((await app.get('artifacts/list', { run_id: runId, path: '../..' })).body.message).toBe('Invalid path');
  const { status } = await app.ask('GET', `/get-artifact?run_uuid=${runId}&path=..%2f..%2fx`);
  expect(status).toBe(400);
});

test('a file of a run is downloaded for the pages that MLflow’s users wrote', async () => {
  const app = await mlflowApp();
  const { runId } = await runWithFiles(app);
  const answer = await app.fetch(`/get-artifact?run_uuid=${runId}&path=MLmodel`);
  expect(await answer.text()).toBe('flavors:');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  expect((await app.ask('GET', `/get-artifact?run_uuid=${runId}`)).status).toBe(400);
  expect((await app.ask('GET', `/get-artifact?run_uuid=${runId}&path=none`)).status).toBe(404);
});

test('a file of a model version is downloaded, also where the version names its run in place of an address', async () => {
  const app = await mlflowApp();
  const { runId, root } = await runWithFiles(app);
  await app.post('registered-models/create', { name: 'm' });
  await app.post('model-versions/create', { name: 'm', source: `mlflow-artifacts:/${root}/data`, run_id: runId });
  await app.post('model-versions/create', { name: 'm', source: `runs:/${runId}/data`, run_id: runId });
  for (const version of ['1', '2']) {
    const answer = await app.fetch(`/model-versions/get-artifact?name=m&version=${version}&path=weights`);
    expect(await answer.text()).toBe('xyz');
  }
});

test('files that are kept elsewhere are asked for there', async () => {
  const app = await mlflowApp();
  const { body } = await app.post('experiments/create', { name: 's3', artifact_location: 's3://bucket/x' });
  const run = await app.post('runs/create', { experiment_id: body.experiment_id });
  const answer = await app.get('artifacts/list', { run_id: run.body.run.info.run_id });
  expect(answer.status).toBe(400);
  expect(answer.body.message).toMatch(/^The artifacts at s3:\/\/bucket\/x.* are kept elsewhere/);
});

test('addresses that are signed are not given, and the answer says why', async () => {
  const app = await mlflowApp();
  const { runId } = await runWithFiles(app);
  expect((await app.post('artifacts/presigned-upload-url', { run_id: runId, path: 'a' })).body).toEqual({
    error_code: 'INVALID_PARAMETER_VALUE',
    message:
      'Presigned upload is not supported for proxied artifact storage (artifact URI scheme: mlflow-artifacts). ' +
      'This endpoint requires a direct cloud storage artifact URI.',
  });
  expect((await app.post('artifacts/presigned-upload-url', { path: 'a' })).body.message).toBe(
    'Exactly one of run_id and model_id must be provided.',
  );
  const download = await app.post('artifacts/presigned-download-url', { run_id: runId, path: 'a' });
  expect(download.body.message).toMatch('This endpoint requires a run with a direct cloud storage artifact URI.');
});
