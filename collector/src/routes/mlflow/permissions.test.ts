import { expect, onTestFinished, test } from 'vitest';
import { AccessCache } from '../../access/access-cache.ts';
import { withAccess } from '../../access/access-context.ts';
import { seenExperiments } from '../../access/seen-experiments.ts';
import { seenRegisteredModels } from '../../access/seen-registry.ts';
import { administrator, basic, PASSWORD } from '../../auth/people.test.support.ts';
import { testAuth } from '../../auth/test-auth.test.support.ts';
import { DiskBlobStore } from '../../storage/blobs/disk/disk-blob-store.ts';
import { MultipartUploads } from '../../storage/blobs/multipart-uploads.ts';
import { openTrackingStores } from '../../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../../testing/empty-folder.ts';
import { testApp } from '../../testing/test-app.ts';

type Fields = Readonly<Record<string, string | boolean>>;

/** An app with an administrator `root` and MLflow's users `ann` and `bob`, who read whatever nobody says more of. */
async function usersApp() {
  const stores = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => stores.close());
  const auth = testAuth(stores, { nowMs: Date.now() });
  const access = new AccessCache({ permissions: stores.permissions, defaultPermission: 'READ' });
  const { permissions } = access;
  const blobs = new DiskBlobStore(emptyFolder());
  const app = testApp({
    border: {
      authorize: auth.authorize,
      enter: async (principal, answer) => withAccess(await access.of(principal), answer),
    },
    mlflow: {
      stores: {
        ...stores,
        permissions,
        experiments: seenExperiments(stores.experiments, permissions),
        registeredModels: seenRegisteredModels(stores.registeredModels, permissions),
      },
      ...{ blobs, uploads: new MultipartUploads(blobs, () => 'u'), users: { auth, permissions, access } },
      clock: { nowMs: Date.now, wait: async () => {} },
    },
  });
  await administrator(auth);
  const ask = async (who: string, method: string, path: string, fields: Fields = {}, password = PASSWORD) => {
    const isQuery = method === 'GET';
    const query = isQuery ? `?${new URLSearchParams(fields as Record<string, string>)}` : '';
    const response = await app.request(`/api/${path}${query}`, {
      method,
      headers: { ...basic(who, password), 'content-type': 'application/json' },
      ...(!isQuery && { body: JSON.stringify(fields) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  for (const username of ['ann', 'bob']) {
    await ask('root', 'POST', '2.0/mlflow/users/create', { username, password: PASSWORD });
  }
  return { ask, stores };
}

const ON = '3.0/mlflow/users/permissions';

test('who makes an experiment says who else may do what with it', async () => {
  const { ask } = await usersApp();
  const made = await ask('ann', 'POST', '2.0/mlflow/experiments/create', { name: 'hers' });
  const { experiment_id } = made.body;
  const onIt = { resource_type: 'experiment', resource_id: experiment_id };
  const rename = { experiment_id, new_name: 'his' };

  expect((await ask('bob', 'GET', '2.0/mlflow/experiments/get', { experiment_id })).status).toBe(200);
  expect((await ask('bob', 'POST', '2.0/mlflow/experiments/update', rename)).status).toBe(403);
  expect(await ask('bob', 'POST', `${ON}/grant`, { username: 'bob', ...onIt, permission: 'MANAGE' })).toMatchObject({
    ...{ status: 403, body: { error_code: 'PERMISSION_DENIED' } },
  });

  await ask('ann', 'POST', `${ON}/grant`, { username: 'bob', ...onIt, permission: 'EDIT' });
  expect((await ask('bob', 'POST', '2.0/mlflow/experiments/update', rename)).status).toBe(200);
  expect((await ask('bob', 'POST', '2.0/mlflow/experiments/delete', { experiment_id })).status).toBe(403);
  expect((await ask('bob', 'GET', `${ON}/get`, { username: 'bob', ...onIt })).body).toEqual({
    ...{ allowed: true, permission: 'EDIT' },
  });
  expect((await ask('bob', 'GET', `${ON}/get`, { username: 'ann', ...onIt })).status).toBe(403);

  await ask('ann', 'POST', `${ON}/grant`, { username: 'bob', ...onIt, permission: 'DENY' });
  expect((await ask('bob', 'GET', '2.0/mlflow/experiments/get', { experiment_id })).status).toBe(404);
  expect((await ask('root', 'GET', `${ON}/list`, { username: 'bob' })).body.permissions).toEqual([
    { workspace: 'default', resource_type: 'experiment', resource_pattern: experiment_id, permission: 'DENY' },
  ]);

  await ask('ann', 'POST', `${ON}/revoke`, { username: 'bob', ...onIt });
  expect((await ask('bob', 'GET', `${ON}/get`, { username: 'bob', ...onIt })).body).toEqual({
    ...{ allowed: false, permission: 'READ' },
  });
});

test.each([
  ['experiments', 'experiment_id', 'experiment_permission'],
  ['registered-models', 'name', 'registered_model_permission'],
])('clients before 3.17 make, change and take away permissions on %s', async (path, field, answer) => {
  const { ask } = await usersApp();
  const made = await ask('ann', 'POST', `2.0/mlflow/${path}/create`, { name: 'hers' });
  const id = field === 'name' ? 'hers' : made.body.experiment_id;
  const on = { [field]: id, username: 'bob' };
  const base = `2.0/mlflow/${path}/permissions`;

  const created = await ask('ann', 'POST', `${base}/create`, { ...on, permission: 'NO_PERMISSIONS' });
  expect(created.body[answer]).toMatchObject({ [field]: id, permission: 'NO_PERMISSIONS' });
  expect((await ask('ann', 'POST', `${base}/create`, { ...on, permission: 'READ' })).body.error_code).toBe(
    'RESOURCE_ALREADY_EXISTS',
  );
  expect((await ask('bob', 'GET', `2.0/mlflow/${path}/get`, { [field]: id })).status).toBe(404);

  await ask('ann', 'PATCH', `${base}/update`, { ...on, permission: 'EDIT' });
  expect((await ask('ann', 'GET', `${base}/get`, on)).body[answer].permission).toBe('EDIT');
  expect((await ask('bob', 'GET', `${base}/get`, on)).status).toBe(403);
  await ask('ann', 'DELETE', `${base}/delete`, on);
  expect((await ask('ann', 'GET', `${base}/get`, on)).body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  expect((await ask('ann', 'PATCH', `${base}/update`, { ...on, permission: 'ALL' })).body.message).toContain(
    "Invalid permission 'ALL'",
  );
});

test('a model that is renamed keeps its permissions, and one that is deleted leaves none to the next of its name', async () => {
  const { ask, stores } = await usersApp();
  await ask('ann', 'POST', '2.0/mlflow/registered-models/create', { name: 'bot' });
  await ask('ann', 'POST', '2.0/mlflow/registered-models/rename', { name: 'bot', new_name: 'helper' });
  const onHelper = { kind: 'registered_model', resource: 'helper' } as const;
  expect(await stores.permissions.on('default', onHelper)).toMatchObject([{ permission: 'MANAGE' }]);

  await ask('ann', 'DELETE', '2.0/mlflow/registered-models/delete', { name: 'helper' });
  await ask('bob', 'POST', '2.0/mlflow/registered-models/create', { name: 'helper' });
  expect((await ask('ann', 'DELETE', '2.0/mlflow/registered-models/delete', { name: 'helper' })).status).toBe(403);
});

test('nobody gets every model by giving one the name that stands for all', async () => {
  const { ask, stores } = await usersApp();
  const models = '2.0/mlflow/registered-models';
  await ask('root', 'POST', `${ON}/grant`, {
    ...{ username: 'ann', resource_type: 'registered_model', resource_id: '*', permission: 'READ' },
  });
  await ask('ann', 'POST', `${models}/create`, { name: 'bot' });

  expect((await ask('ann', 'POST', `${models}/create`, { name: '*' })).status).toBe(400);
  expect((await ask('ann', 'POST', `${models}/rename`, { name: 'bot', new_name: '*' })).status).toBe(400);
  const onAll = { kind: 'registered_model', resource: '*' } as const;
  expect(await stores.permissions.on('default', onAll)).toMatchObject([{ permission: 'READ' }]);
});

test('users are made and changed by administrators, and their own password by themselves', async () => {
  const { ask } = await usersApp();
  const users = '2.0/mlflow/users';
  const next = 'a much longer password';
  expect((await ask('ann', 'POST', `${users}/create`, { username: 'eve', password: next })).status).toBe(403);
  expect((await ask('ann', 'GET', `${users}/get`, { username: 'bob' })).status).toBe(403);
  expect((await ask('ann', 'GET', `${users}/get`, { username: 'nobody' })).status).toBe(403);
  expect((await ask('ann', 'GET', `${users}/current`)).body).toMatchObject({
    ...{ user: { username: 'ann', is_admin: false }, is_basic_auth: true },
  });
  expect((await ask('ann', 'PATCH', `${users}/update-admin`, { username: 'ann', is_admin: true })).status).toBe(403);
  expect((await ask('root', 'GET', `${users}/list`)).body.users).toHaveLength(3);

  const change = { username: 'ann', password: next };
  expect((await ask('ann', 'PATCH', `${users}/update-password`, change)).body.message).toContain('Current password');
  await ask('ann', 'PATCH', `${users}/update-password`, { ...change, current_password: PASSWORD });
  expect((await ask('ann', 'GET', `${users}/current`)).status).toBe(401);
  expect((await ask('ann', 'GET', `${users}/current`, {}, next)).status).toBe(200);

  expect((await ask('root', 'DELETE', `${users}/delete`, { username: 'root' })).status).toBe(400);
  expect((await ask('root', 'DELETE', `${users}/delete`, { username: 'ann' })).status).toBe(200);
  expect((await ask('ann', 'GET', `${users}/current`, {}, next)).status).toBe(401);
});

test.each([
  ['workspace', '*'],
  ['prompt', '*'],
  ['trace', '*'],
])('there are no permissions on %s %s', async (resource_type, resource_id) => {
  const { ask } = await usersApp();
  const given = { username: 'ann', resource_type, resource_id, permission: 'READ' };
  expect(await ask('root', 'POST', `${ON}/grant`, given)).toMatchObject({
    ...{ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } },
  });
});
