import { CHANGE_HEADER } from '@tracewright/schema';
import type { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import { ApiError } from '../errors.ts';
import { administrator, browserOf, PASSWORD, person } from './people.test.support.ts';
import { wholeApp } from './whole-app.test.support.ts';

const HOUR_MS = 3_600_000;
const CHANGE = { [CHANGE_HEADER]: '1' };
const TRACES = '/api/v1/traces';

const post = (body: unknown, headers: Record<string, string> = CHANGE) => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers,
});

async function signIn(app: Hono<AppEnv>, name = 'root', password = PASSWORD) {
  const answer = await app.request('/api/v1/auth/sign-in', post({ name, password }));
  const cookie = answer.headers.get('set-cookie') ?? '';
  return { answer, cookie, browser: { cookie: cookie.split(';')[0]!, ...CHANGE } };
}

test('before there are users, whoever is there may do everything', async () => {
  const { app } = await wholeApp();
  const state = await (await app.request('/api/v1/auth/me')).json();
  expect(state).toMatchObject({ mode: 'open', me: { subject: 'anonymous', via: 'open', isAdmin: true } });
  expect((await app.request(TRACES)).status).toBe(200);
});

test('the first user has to be an administrator with a password, and from then on everybody is asked', async () => {
  const { app } = await wholeApp();
  const make = (body: object) => app.request('/api/v1/users', post({ name: 'root', password: PASSWORD, ...body }));
  expect((await make({})).status).toBe(400);
  expect((await make({ isAdmin: true })).status).toBe(201);
  expect((await app.request(TRACES)).status).toBe(401);
  expect((await make({ name: 'eve', isAdmin: true })).status).toBe(401);
  expect(await (await app.request('/api/v1/auth/me')).json()).toEqual({
    ...{ mode: 'users', me: null, signIn: { password: true, oidc: null } },
  });
});

test('who signs in is known by a cookie that no script can read, until they sign out', async () => {
  const { app, auth } = await wholeApp();
  await administrator(auth);
  const { answer, cookie, browser } = await signIn(app, 'ROOT');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ me: { subject: 'root', via: 'session', isAdmin: true } });
  expect(cookie).toMatch(/^tracewright_session=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/);
  expect((await app.request(TRACES, { headers: browser })).status).toBe(200);
  const out = await app.request('/api/v1/auth/sign-out', { method: 'POST', headers: browser });
  expect(out.headers.get('set-cookie')).toMatch(/^tracewright_session=; .*Max-Age=0/);
  expect((await app.request(TRACES, { headers: browser })).status).toBe(401);
});

test('neither a wrong password, nor an unknown name, nor somebody who is disabled signs in, all told the same', async () => {
  const { app, auth } = await wholeApp();
  await administrator(auth);
  const eve = await person(auth, 'eve');
  await auth.accounts.users.update(eve, { isDisabled: true });
  const answers = [];
  for (const [name, password] of [
    ['root', 'wrong'],
    ['nobody', PASSWORD],
    ['eve', PASSWORD],
  ] as const) {
    const { answer, cookie } = await signIn(app, name, password);
    answers.push([answer.status, cookie, await answer.text()]);
  }
  expect(answers[0]![0]).toBe(401);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('who guesses has to wait, from that address alone', async () => {
  const { app, auth, clock } = await wholeApp();
  await administrator(auth);
  for (let index = 0; index < 5; index++) expect((await signIn(app, 'root', 'wrong')).answer.status).toBe(401);
  const { answer } = await signIn(app);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('30');
  clock.nowMs += 30_000;
  expect((await signIn(app)).answer.status).toBe(200);
});

test('a session that is not used ends, one that is used does not, and each ends at last', async () => {
  const { app, auth, clock } = await wholeApp();
  const root = await administrator(auth);
  const left = await browserOf(auth, root);
  const used = await browserOf(auth, root);
  for (let hours = 0; hours < 24; hours++) {
    expect((await app.request(TRACES, { headers: used })).status, `after ${hours} h`).toBe(200);
    clock.nowMs += HOUR_MS - 1;
    await auth.finish();
  }
  expect((await app.request(TRACES, { headers: left })).status).toBe(401);
  expect((await app.request(TRACES, { headers: used })).status).toBe(200);
  clock.nowMs += 24;
  expect((await app.request(TRACES, { headers: used })).status).toBe(401);
});

test('sessions are listed and ended by their own user alone', async () => {
  const { app, auth } = await wholeApp();
  const root = await administrator(auth);
  const browser = await browserOf(auth, root);
  await browserOf(auth, root);
  const other = await browserOf(auth, await person(auth, 'eve'));
  const { items } = (await (await app.request('/api/v1/auth/sessions', { headers: browser })).json()) as {
    items: { id: string; isThisOne: boolean; address: string }[];
  };
  expect(items.map(({ isThisOne, address }) => [isThisOne, address])).toEqual(
    expect.arrayContaining([
      [true, '10.0.0.7'],
      [false, '10.0.0.7'],
    ]),
  );
  const { id } = items.find(({ isThisOne }) => isThisOne)!;
  const end = (headers: Record<string, string>) =>
    app.request(`/api/v1/auth/sessions/${id}`, { method: 'DELETE', headers });
  expect((await end(other)).status).toBe(404);
  expect((await end(browser)).status).toBe(204);
  expect((await app.request(TRACES, { headers: browser })).status).toBe(401);
});

test('a new password ends all other sessions, and is wanted from whoever knows the old one', async () => {
  const { app, auth } = await wholeApp();
  const root = await administrator(auth);
  const browser = await browserOf(auth, root);
  const other = await browserOf(auth, root);
  const change = (body: object) => app.request('/api/v1/auth/password', post(body, browser));
  expect((await change({ current: 'wrong', next: 'another good password' })).status).toBe(403);
  expect((await change({ current: PASSWORD, next: 'password1234' })).status).toBe(400);
  expect((await change({ current: PASSWORD, next: 'another good password' })).status).toBe(204);
  expect((await app.request(TRACES, { headers: browser })).status).toBe(200);
  expect((await app.request(TRACES, { headers: other })).status).toBe(401);
  expect((await signIn(app)).answer.status).toBe(401);
  expect((await signIn(app, 'root', 'another good password')).answer.status).toBe(200);
});

test('who is disabled is out at once, in every browser', async () => {
  const { app, auth } = await wholeApp();
  const root = await browserOf(auth, await administrator(auth));
  const eve = await person(auth, 'eve', { default: 'viewer' });
  const browser = await browserOf(auth, eve);
  expect((await app.request(TRACES, { headers: browser })).status).toBe(200);
  await app.request(`/api/v1/users/${eve}`, { ...post({ isDisabled: true }, root), method: 'PATCH' });
  expect((await app.request(TRACES, { headers: browser })).status).toBe(401);
});

test('a change that a cookie answers for has to come from our own pages', async () => {
  const { app, auth } = await wholeApp({ border: { allowedOrigins: ['https://app.example'] } });
  const { cookie } = (await browserOf(auth, await administrator(auth))) as { cookie: string };
  const tag = (headers: Record<string, string>) =>
    app.request('/api/v1/users', post({ name: 'eve' }, { host: 'localhost', cookie, ...headers }));
  expect((await tag({})).status).toBe(403);
  expect((await tag({ ...CHANGE, origin: 'https://app.example' })).status).toBe(403);
  expect((await tag({ ...CHANGE, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await tag({ ...CHANGE, origin: 'https://evil.example' })).status).toBe(403);
  expect((await tag({ ...CHANGE, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' })).status).toBe(201);
});

test('nobody is signed in by a form of somebody else', async () => {
  const { app, auth } = await wholeApp();
  await administrator(auth);
  const answer = await app.request('/api/v1/auth/sign-in', post({ name: 'root', password: PASSWORD }, {}));
  expect(answer.status).toBe(403);
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test('a script is told to sign in without the dialogue of the browser', async () => {
  const { app, auth } = await wholeApp();
  await administrator(auth);
  const asked = async (mode: string) =>
    (await app.request(TRACES, { headers: { 'sec-fetch-mode': mode } })).headers.get('www-authenticate');
  expect(await asked('cors')).toMatch(/^Bearer/);
  expect(await asked('navigate')).toMatch(/^Basic/);
});

test('pages are for everybody where people sign in on them', async () => {
  const { app, auth } = await wholeApp({ settings: { environmentKey: 'k' } });
  expect((await app.request('/traces')).status).toBe(401);
  await administrator(auth);
  expect((await app.request('/traces')).status).toBe(200);
});

test('who asks while the database is away is let in once it is back, however often they did', async () => {
  const { app, auth, stores } = await wholeApp();
  await administrator(auth);
  const getByName = stores.users.getByName.bind(stores.users);
  stores.users.getByName = () => Promise.reject(new ApiError('TEMPORARILY_UNAVAILABLE', 'away'));
  for (let time = 0; time < 8; time++) expect((await signIn(app)).answer.status).toBe(503);
  stores.users.getByName = getByName;
  expect((await signIn(app)).answer.status).toBe(200);
});
