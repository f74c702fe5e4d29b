import { expect, test } from 'vitest';
import { administrator, browserOf, person } from '../../auth/people.test.support.ts';
import { wholeApp } from '../../auth/whole-app.test.support.ts';

async function opened() {
  const { app, auth, stores } = await wholeApp();
  const root = await browserOf(auth, await administrator(auth));
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await app.request(`/api/v1/permissions${path}`, init);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const annsId = await person(auth, 'ann', { default: 'viewer' });
  await person(auth, 'bob', { default: 'editor' });
  await person(auth, 'eve');
  const experiment = await stores.experiments.create('default', { name: 'bot' });
  return { ask, root, experiment, stores, ann: await browserOf(auth, annsId) };
}

test('what one user may do with one thing is said, shown with what everybody may, and taken back', async () => {
  const { ask, root, experiment } = await opened();
  const on = `?kind=experiment&of=${experiment}`;
  for (const user of ['ann', 'eve']) {
    const given = { kind: 'experiment', of: experiment, user, permission: 'MANAGE' };
    expect((await ask('PUT', '', root, given)).status).toBe(204);
  }
  expect((await ask('GET', `/on${on}`, root)).body.items).toEqual([
    { user: 'ann', displayName: '', role: 'viewer', permission: 'MANAGE', effective: 'READ' },
    { user: 'bob', displayName: '', role: 'editor', permission: null, effective: 'EDIT' },
    { user: 'eve', displayName: '', role: null, permission: 'MANAGE', effective: 'NO_PERMISSIONS' },
  ]);
  expect((await ask('GET', '', root)).body.items).toMatchObject([
    { kind: 'experiment', of: experiment, user: 'ann', permission: 'MANAGE' },
    { user: 'eve' },
  ]);
  const none = { kind: 'experiment', of: experiment, user: 'ann', permission: null };
  for (const _ of ['once', 'and where there is none']) expect((await ask('PUT', '', root, none)).status).toBe(204);
  expect((await ask('GET', '', root)).body.items).toMatchObject([{ user: 'eve' }]);
});

test('what is said of all of a kind holds for what has no permission of its own', async () => {
  const { ask, root, experiment } = await opened();
  await ask('PUT', '', root, { kind: 'experiment', of: '*', user: 'bob', permission: 'DENY' });
  const { items } = (await ask('GET', `/on?kind=experiment&of=${experiment}`, root)).body;
  expect(items).toMatchObject([{ user: 'ann' }, { user: 'bob', permission: null, effective: 'NO_PERMISSIONS' }]);
  expect((await ask('GET', '/on?kind=experiment&of=*', root)).body.items[1]).toMatchObject({ permission: 'DENY' });
});

test.each([
  [{ kind: 'experiment', of: '77', user: 'ann', permission: 'READ' }, 404],
  [{ kind: 'registered_model', of: 'none', user: 'ann', permission: 'READ' }, 404],
  [{ kind: 'experiment', of: '0', user: 'nobody', permission: 'READ' }, 404],
  [{ kind: 'experiment', of: '0', user: 'ann', permission: 'OWN' }, 400],
  [{ kind: 'team', of: '0', user: 'ann', permission: 'READ' }, 400],
])('nothing is said by %j', async (body, status) => {
  const { ask, root } = await opened();
  expect((await ask('PUT', '', root, body)).status).toBe(status);
  expect((await ask('GET', '', root)).body.items).toEqual([]);
});

test('who does not administer the workspace is not told everything that was said', async () => {
  const { ask, ann } = await opened();
  expect((await ask('GET', '', ann)).status).toBe(403);
  expect((await ask('PUT', '', ann, { kind: 'experiment', of: '0', user: 'ann', permission: 'MANAGE' })).status).toBe(
    403,
  );
});
