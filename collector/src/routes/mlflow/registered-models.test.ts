import { expect, test } from 'vitest';
import { type Answer, type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';

const json = { 'content-type': 'application/json' };

function send({ ask }: MlflowApp, method: string, path: string, body: unknown): Promise<Answer> {
  return ask(method, `/api/2.0/mlflow/${path}`, { headers: json, body: JSON.stringify(body) });
}

test('a registered model is made, found, described, renamed and deleted', async () => {
  const app = await mlflowApp();
  const made = await app.post('registered-models/create', {
    name: 'm',
    description: 'd',
    tags: [{ key: 'k', value: 'v' }],
  });
  const model = {
    name: 'm',
    creation_timestamp: 1_767_225_600_000,
    last_updated_timestamp: 1_767_225_600_000,
    description: 'd',
    tags: [{ key: 'k', value: 'v' }],
  };
  expect(made).toEqual({ status: 200, body: { registered_model: model } });
  expect((await app.get('registered-models/get', { name: 'm' })).body).toEqual({ registered_model: model });
  app.clock.nowMs += 5;
  expect((await send(app, 'PATCH', 'registered-models/update', { name: 'm', description: 'new' })).body).toEqual({
    registered_model: { ...model, description: 'new', last_updated_timestamp: 1_767_225_600_005 },
  });
  const renamed = await app.post('registered-models/rename', { name: 'm', new_name: 'n' });
  expect(renamed.body.registered_model.name).toBe('n');
  expect(await send(app, 'DELETE', 'registered-models/delete', { name: 'n' })).toEqual({ status: 200, body: {} });
  expect(await app.get('registered-models/get', { name: 'n' })).toEqual({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Registered Model with name=n not found' },
  });
});

test.each([
  [{}, "Missing value for required parameter 'name'."],
  [{ name: '  ' }, "Missing value for required parameter 'name'."],
  [{ name: 'a/b' }, "Invalid model name 'a/b'. Names cannot contain '/' or ':'."],
  [{ name: 'a:b' }, "Invalid model name 'a:b'. Names cannot contain '/' or ':'."],
  [{ name: '..' }, 'Names may be treated as files in certain cases'],
  [{ name: 'm', tags: [{ key: '', value: 'v' }] }, "Missing value for required parameter 'tags[0].key'."],
  [{ name: 'm', tags: [{ key: 'k', value: 'x'.repeat(100_001) }] }, 'exceeds the maximum length of 100000 characters'],
  [{ name: 'm', tags: [{ key: 'a$', value: 'v' }] }, 'Names may only contain alphanumerics'],
])('%j is no new registered model', async (body, message) => {
  const { post, stores } = await mlflowApp();
  const answer = await post('registered-models/create', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error_code).toBe('INVALID_PARAMETER_VALUE');
  expect(answer.body.message).toContain(message);
  const found = await stores.registeredModels.search('default', { conditions: [], order: [], limit: 1 });
  expect(found.items).toEqual([]);
});

test('a name that is taken answers 400, as MLflow does', async () => {
  const { post } = await mlflowApp();
  await post('registered-models/create', { name: 'm' });
  expect(await post('registered-models/create', { name: 'm' })).toEqual({
    status: 400,
    body: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'Registered Model (name=m) already exists.' },
  });
});

test('tags and aliases are set and taken back', async () => {
  const app = await mlflowApp();
  await app.post('registered-models/create', { name: 'm' });
  await app.post('model-versions/create', { name: 'm', source: 's3://b/1' });
  await app.post('registered-models/set-tag', { name: 'm', key: 'k', value: 'v' });
  await app.post('registered-models/alias', { name: 'm', alias: 'champion', version: '1' });
  expect((await app.get('registered-models/get', { name: 'm' })).body.registered_model).toMatchObject({
    tags: [{ key: 'k', value: 'v' }],
    aliases: [{ alias: 'champion', version: '1' }],
    latest_versions: [{ name: 'm', version: '1', current_stage: 'None', status: 'READY', aliases: ['champion'] }],
  });
  const found = await app.get('registered-models/alias', { name: 'm', alias: 'champion' });
  expect(found.body.model_version).toMatchObject({ version: '1', source: 's3://b/1' });
  await send(app, 'DELETE', 'registered-models/alias', { name: 'm', alias: 'champion' });
  await send(app, 'DELETE', 'registered-models/delete-tag', { name: 'm', key: 'k' });
  const { registered_model: model } = (await app.get('registered-models/get', { name: 'm' })).body;
  expect(model).not.toHaveProperty('tags');
  expect(model).not.toHaveProperty('aliases');
  expect(await app.get('registered-models/alias', { name: 'm', alias: 'champion' })).toEqual({
    status: 400,
    body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Registered model alias champion not found.' },
  });
});

test.each([
  ['latest', "'latest' alias name (case insensitive) is reserved."],
  ['LATEST', "'latest' alias name (case insensitive) is reserved."],
  ['v12', "Version alias name 'v12' is reserved."],
  ['a b', "Invalid alias name: 'a b'. Names may only contain alphanumerics, underscores (_), and dashes (-)."],
  ['x'.repeat(256), "'Registered model alias name' exceeds the maximum length of 255 characters"],
])('an alias cannot be called %s', async (alias, message) => {
  const { post } = await mlflowApp();
  await post('registered-models/create', { name: 'm' });
  await post('model-versions/create', { name: 'm', source: 's3://b/1' });
  const answer = await post('registered-models/alias', { name: 'm', alias, version: '1' });
  expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE', message } });
});

test('registered models are searched in pages', async () => {
  const app = await mlflowApp();
  for (const name of ['a', 'b', 'c']) await app.post('registered-models/create', { name });
  const first = (await app.get('registered-models/search', { max_results: '2', order_by: ['name DESC'] })).body;
  expect(first.registered_models.map(({ name }: { name: string }) => name)).toEqual(['c', 'b']);
  const rest = await app.get('registered-models/search', {
    max_results: '2',
    order_by: ['name DESC'],
    page_token: first.next_page_token,
  });
  expect(rest.body.registered_models.map(({ name }: { name: string }) => name)).toEqual(['a']);
  expect(rest.body).not.toHaveProperty('next_page_token');
  expect((await app.get('registered-models/search', { max_results: '1001' })).body.message).toContain('at most 1000');
  expect((await app.get('registered-models/search', { filter: "colour = 'red'" })).status).toBe(400);
  expect((await app.get('registered-models/search', { filter: "name = 'a' AND" })).status).toBe(400);
});

test('the latest versions are those of the stages asked for, by GET and by POST', async () => {
  const app = await mlflowApp();
  await app.post('registered-models/create', { name: 'm' });
  for (let count = 0; count < 3; count++) await app.post('model-versions/create', { name: 'm', source: 's3://b/1' });
  await app.post('model-versions/transition-stage', { name: 'm', version: '1', stage: 'production' });
  const numbers = ({ body }: Answer): string[] =>
    body.model_versions.map(({ version }: { version: string }) => version);
  expect(numbers(await app.get('registered-models/get-latest-versions', { name: 'm' })).sort()).toEqual(['1', '3']);
  const production = { name: 'm', stages: ['Production'] };
  expect(numbers(await app.get('registered-models/get-latest-versions', production))).toEqual(['1']);
  expect(numbers(await app.post('registered-models/get-latest-versions', production))).toEqual(['1']);
  expect((await app.post('registered-models/get-latest-versions', { name: 'm', stages: ['Live'] })).body).toEqual({
    error_code: 'INVALID_PARAMETER_VALUE',
    message: 'Invalid Model Version stage: Live. Value must be one of None, Staging, Production, Archived.',
  });
});

test('prompts are found when they are asked for, and are no models', async () => {
  const app = await mlflowApp();
  const tag = { key: 'mlflow.prompt.is_prompt', value: 'true' };
  const experiment = { key: '_mlflow_experiment_ids', value: ',7,' };
  await app.post('registered-models/create', { name: 'ask', tags: [tag, experiment] });
  await app.post('registered-models/create', { name: 'model' });
  const template = { key: 'mlflow.prompt.text', value: 'Answer {{question}}' };
  const version = { name: 'ask', source: 'dummy-source', tags: [tag, template] };
  expect((await app.post('model-versions/create', version)).status).toBe(200);

  const names = async (filter: string): Promise<string[]> => {
    const { body } = await app.get('registered-models/search', { filter });
    return body.registered_models.map(({ name }: { name: string }) => name);
  };
  expect(await names('')).toEqual(['model']);
  expect(await names("tags.`mlflow.prompt.is_prompt` = 'true'")).toEqual(['ask']);
  const inExperiment = "tags.`mlflow.prompt.is_prompt` = 'true' AND tags._mlflow_experiment_ids LIKE '%,7,%'";
  expect(await names(inExperiment)).toEqual(['ask']);
  expect((await app.get('model-versions/search')).body.model_versions).toEqual([]);
  const found = await app.get('model-versions/search', { filter: "tags.`mlflow.prompt.is_prompt` = 'true'" });
  expect(found.body.model_versions).toMatchObject([{ name: 'ask', version: '1', tags: [tag, template] }]);

  expect((await app.post('registered-models/create', { name: 'ask' })).body.message).toMatch(
    "Tried to create a registered model with name 'ask', but the name is already taken by a prompt.",
  );
  expect((await app.post('model-versions/create', { ...version, source: 's3://b/1' })).body.message).toBe(
    "Invalid prompt source: 's3://b/1'. Prompt sources must use an MLflow placeholder.",
  );
  const long = { ...version, tags: [tag, { ...template, value: 'x'.repeat(100_001) }] };
  expect((await app.post('model-versions/create', long)).body.message).toBe(
    'Prompt text exceeds max length of 100000 characters.',
  );
});
