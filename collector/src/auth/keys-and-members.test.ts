import { expect, test } from 'vitest';
import { administrator, browserOf, PASSWORD, person, programWith } from './people.test.support.ts';
import { wholeApp } from './whole-app.test.support.ts';

async function opened() {
  const whole = await wholeApp();
  const root = await browserOf(whole.auth, await administrator(whole.auth));
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await whole.app.request(`/api/v1${path}`, init);
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json().catch(() => ({}))) as Readonly<Record<string, string>>,
    };
  };
  return { ...whole, root, ask };
}

test('a key is told once, does what it was made for, and stays listed when it is revoked', async () => {
  const { ask, root, stores } = await opened();
  const made = await ask('POST', '/keys', root, { name: ' ci ', scopes: ['read', 'read'], experiments: ['7'] });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'ci', scopes: ['read'], experiments: ['7'], createdBy: 'root', expiresNs: null, revokedNs: null },
  });
  const { id = '', key = '' } = made.body;
  const program = { authorization: `Bearer ${key}` };
  expect((await ask('GET', '/traces', program)).status).toBe(200);
  expect((await ask('GET', '/keys', program)).status).toBe(403);
  const listed = (await ask('GET', '/keys', root)).body;
  expect(listed.items).toMatchObject([{ id }]);
  expect(JSON.stringify([listed, await stores.apiKeys.list('default')])).not.toContain(key);
  expect((await ask('DELETE', `/keys/${id}`, root)).status).toBe(204);
  expect((await ask('GET', '/traces', program)).status).toBe(401);
  expect((await ask('GET', '/keys', root)).body.items).toMatchObject([{ id, revokedNs: expect.any(String) }]);
  expect((await ask('DELETE', '/keys/nothing', root)).status).toBe(404);
});

test.each([
  [{ name: '', scopes: ['read'] }, /needs a name/],
  [{ name: 'ci', scopes: [] }, /needs a scope/],
  [{ name: 'ci', scopes: ['all'] }, /scopes/],
  [{ name: 'ci', scopes: ['admin'], experiments: ['1'] }, /can not have the scope admin/],
  [{ name: 'ci', scopes: ['read'], experiments: [] }, /1 to 1000 experiments/],
  [{ name: 'ci', scopes: ['read'], expiresNs: '1' }, /in the future/],
])('a key that makes no sense is refused: %o', async (body, why) => {
  const { ask, root } = await opened();
  expect(await ask('POST', '/keys', root, body)).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(why) },
  });
});

test('a key that sends more than it may is told when to come again, and how much is left', async () => {
  const { app, auth, clock } = await opened();
  const { headers } = await programWith(auth, ['read'], { requestsPerSecond: 2, bytesPerSecond: undefined });
  const ask = () => app.request('/api/v1/traces', { headers });
  const first = await ask();
  expect(first.headers.get('ratelimit-policy')).toBe('"requests";q=2;w=1');
  expect(first.headers.get('ratelimit')).toBe('"requests";r=1;t=1');
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(refused.headers.get('ratelimit')).toBe('"requests";r=0;t=1');
  clock.nowMs += 500;
  expect((await ask()).status).toBe(200);
});

test('a body that is larger than what a key may send in a second is let in, and the next one waits for it', async () => {
  const { app, auth, clock } = await opened();
  const { headers } = await programWith(auth, ['write'], { bytesPerSecond: 1_000 });
  const send = () =>
    app.request('/api/v1/traces/1/tags/a', { method: 'PUT', headers: { ...headers, 'content-length': '5000' } });
  expect((await send()).status).not.toBe(429);
  const refused = await send();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  clock.nowMs += 5_000;
  expect((await send()).status).not.toBe(429);
});

test('members are named by those who administer the workspace, who learn nothing of anybody else', async () => {
  const { ask, auth } = await opened();
  const lead = await browserOf(auth, await person(auth, 'lead', { default: 'admin' }));
  const ada = await browserOf(auth, await person(auth, 'ada'));
  expect((await ask('GET', '/traces', ada)).status).toBe(403);
  expect(await ask('PUT', '/members/Ada', lead, { role: 'editor' })).toMatchObject({
    body: { name: 'ada', role: 'editor' },
  });
  expect((await ask('GET', '/traces', ada)).status).toBe(200);
  expect((await ask('GET', '/members', lead)).body.items).toMatchObject([{ name: 'ada' }, { name: 'lead' }]);
  expect((await ask('PUT', '/members/nobody', lead, { role: 'viewer' })).status).toBe(404);
  expect((await ask('GET', '/users', lead)).status).toBe(403);
  expect((await ask('DELETE', '/members/ada', lead)).status).toBe(204);
  expect((await ask('DELETE', '/members/ada', lead)).status).toBe(404);
  expect((await ask('GET', '/traces', ada)).status).toBe(403);
});

test('users are made, changed and taken out by administrators, and nothing of a password is ever told', async () => {
  const { ask, root, stores } = await opened();
  const made = await ask('POST', '/users', root, { name: 'ada', password: PASSWORD, displayName: 'Ada' });
  expect(made).toMatchObject({ status: 201, body: { name: 'ada', hasPassword: true, isAdmin: false, workspaces: [] } });
  const { id = '' } = made.body;
  expect((await ask('POST', '/users', root, { name: 'Ada', password: PASSWORD })).status).toBe(400);
  expect((await ask('POST', '/users', root, { name: 'a:b', password: PASSWORD })).status).toBe(400);
  expect((await ask('PATCH', `/users/${id}`, root, { isAdmin: true })).body).toMatchObject({ isAdmin: true });
  const listed = (await ask('GET', '/users?limit=1', root)).body;
  expect(listed).toMatchObject({ items: [{ name: 'ada' }], nextCursor: 'ada', total: 2 });
  expect((await ask('GET', '/users?cursor=ada', root)).body).toMatchObject({
    items: [{ name: 'root' }],
    nextCursor: null,
  });
  const kept = await stores.users.get(id);
  expect(JSON.stringify([made.body, listed])).not.toContain(kept!.password);
  expect((await ask('DELETE', `/users/${id}`, root)).status).toBe(204);
  expect((await ask('GET', `/users/${id}`, root)).status).toBe(404);
});

test('the last administrator can neither step back nor be taken out', async () => {
  const { ask, root, stores } = await opened();
  const { id } = (await stores.users.getByName('root'))!;
  for (const change of [{ isAdmin: false }, { isDisabled: true }]) {
    expect((await ask('PATCH', `/users/${id}`, root, change)).status).toBe(409);
  }
  expect((await ask('DELETE', `/users/${id}`, root)).status).toBe(409);
});
