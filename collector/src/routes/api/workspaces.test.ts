import { expect, test } from 'vitest';
import { wholeApp } from '../../auth/whole-app.test.support.ts';
import type { Principal } from '../../authorize.ts';

const ADMIN: Principal = {
  workspaceId: 'default',
  subject: 'root',
  scopes: ['read', 'admin'],
  isAdmin: true,
  via: 'key',
};

/** An installation with the workspaces `default`, `care` and `lab`, of which the last is archived. */
async function installation(principal: Principal = ADMIN) {
  const { app, stores } = await wholeApp({ border: { authorize: async () => principal } });
  await stores.workspaces.create({ id: 'care', name: 'Care', description: 'bots' });
  await stores.workspaces.create({ id: 'lab', name: '', description: '' });
  await stores.workspaces.change('lab', { state: 'archived' });
  const ask = async (method: string, path: string, body?: object) => {
    const given = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await app.request(path, { method, ...given });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const ids = async () => (await ask('GET', '/api/v1/workspaces')).body.items?.map(({ id }: { id: string }) => id);
  return { ask, ids, stores };
}

test('an administrator sees all workspaces, makes one, names it anew and archives it', async () => {
  const { ask, ids } = await installation();
  expect(await ids()).toEqual(['default', 'care', 'lab']);
  expect(await ask('POST', '/api/v1/workspaces', { id: 'shop' })).toMatchObject({
    ...{ status: 201, body: { id: 'shop', name: 'shop', description: '', state: 'active' } },
  });
  expect(await ids()).toEqual(['default', 'care', 'lab', 'shop']);
  const changed = await ask('PATCH', '/api/v1/workspaces/shop', { name: 'The shop', state: 'archived' });
  expect(changed.body).toMatchObject({ name: 'The shop', state: 'archived' });
  expect(await ask('POST', '/api/v1/workspaces', { id: 'shop' })).toMatchObject({
    ...{ status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } },
  });
  expect((await ask('PATCH', '/api/v1/workspaces/default', { state: 'archived' })).status).toBe(400);
});

test('others see the workspaces they are in, those of others are not there for them, and they make none', async () => {
  const asking = { ...ADMIN };
  const { ask, ids, stores } = await installation(asking);
  const given = { name: 'ann', displayName: '', isAdmin: false, password: undefined, identity: undefined };
  const { id: userId } = await stores.users.create(given);
  Object.assign(asking, { subject: 'ann', isAdmin: false, userId });
  expect(await ids()).toEqual([]);
  for (const id of ['care', 'lab']) await stores.memberships.put(id, userId, 'admin');
  expect(await ids()).toEqual(['care']);
  expect((await ask('GET', '/api/v1/workspaces/care')).body).toMatchObject({ name: 'Care' });
  for (const id of ['default', 'lab', 'nobody']) {
    expect(await ask('GET', `/api/v1/workspaces/${id}`)).toMatchObject({
      ...{ status: 404, body: { message: `Workspace '${id}' not found.` } },
    });
  }
  expect((await ask('POST', '/api/v1/workspaces', { id: 'mine' })).status).toBe(403);
  expect((await ask('PATCH', '/api/v1/workspaces/care', { name: 'Mine' })).status).toBe(403);
});

test("MLflow's clients list, make, describe and delete workspaces in their own words", async () => {
  const { ask } = await installation();
  const path = '/api/3.0/mlflow/workspaces';
  expect((await ask('GET', path)).body).toEqual({
    workspaces: [{ name: 'default' }, { name: 'care', description: 'bots' }],
  });
  expect(await ask('POST', path, { name: 'ml', description: 'models' })).toEqual({
    ...{ status: 201, body: { workspace: { name: 'ml', description: 'models' } } },
  });
  expect((await ask('POST', path, { name: 'default' })).body.message).toContain('is reserved and cannot be created');
  expect((await ask('POST', path, { name: 'x', default_artifact_root: 's3://x' })).status).toBe(400);
  expect((await ask('PATCH', `${path}/ml`, { description: 'all' })).body.workspace.description).toBe('all');
  expect((await ask('PATCH', `${path}/ml`, {})).body.message).toBe('Workspace update must have at least one key');
  expect((await ask('GET', `${path}/ml`)).body.workspace.name).toBe('ml');
  expect((await ask('DELETE', `${path}/ml?mode=CASCADE`)).status).toBe(501);
  expect(await ask('DELETE', `${path}/ml`)).toEqual({ status: 204, body: undefined });
  expect((await ask('GET', `${path}/ml`)).status).toBe(404);
  expect((await ask('GET', `${path}/lab`)).status).toBe(404);
  expect((await ask('DELETE', `${path}/default`)).status).toBe(400);
});

test('a workspace in which there is something is not deleted', async () => {
  const { ask, stores } = await installation();
  await stores.experiments.create('care', { name: 'bot' });
  const answer = await ask('DELETE', '/api/3.0/mlflow/workspaces/care');
  expect(answer.body).toMatchObject({ error_code: 'RESOURCE_CONFLICT' });
  expect((await ask('GET', '/api/3.0/mlflow/workspaces/care')).status).toBe(200);
});
