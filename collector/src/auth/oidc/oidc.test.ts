import { expect, test } from 'vitest';
import { administrator, browserOf, PASSWORD } from '../people.test.support.ts';
import { wholeApp } from '../whole-app.test.support.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { CLIENT_ID, CLIENT_SECRET, type Mischief, testProvider } from './provider.test.support.ts';
import { roleRule } from './role-rules.ts';

const PUBLIC_URL = 'https://traces.example';
const nowS = (): number => Math.floor(Date.now() / 1_000);

async function opened(given: Partial<OidcSettings> = {}) {
  const provider = await testProvider(nowS);
  const oidc: OidcSettings = {
    ...{ issuer: provider.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, publicUrl: PUBLIC_URL },
    ...{ label: 'Example', scope: 'openid profile', groupsClaim: 'groups', roles: [], mayCreateUsers: true },
    ...given,
  };
  const reported: unknown[] = [];
  const opened = await wholeApp({ settings: { oidc }, report: (error) => reported.push(error) });
  const root = await administrator(opened.auth);
  const { app } = opened;

  /** What a browser does from the button to the end, except that somebody may change what it brings back. */
  async function signIn(
    change: (back: URL, kept: string) => { back?: URL; kept?: string } = () => ({}),
    to = '/traces',
  ) {
    const sent = await app.request(`/api/v1/auth/oidc/start?${new URLSearchParams({ to })}`);
    const kept = sent.headers.get('set-cookie')!.split(';')[0]!;
    const back = provider.signIn(sent.headers.get('location')!);
    const changed = { back, kept, ...change(back, kept) };
    const answer = await app.request(`${changed.back.pathname}${changed.back.search}`, {
      headers: {
        ...{ cookie: changed.kept, 'sec-fetch-site': 'cross-site' },
        ...{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      },
    });
    const [session] = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('tracewright_session='));
    const me =
      session === undefined
        ? undefined
        : await app.request('/api/v1/auth/me', { headers: { cookie: session.split(';')[0]! } });
    return {
      location: answer.headers.get('location'),
      session,
      me: me && ((await me.json()) as { me: Record<string, unknown> }).me,
    };
  }
  return { ...opened, provider, reported, root, signIn };
}

test('somebody whom another service knows becomes a user, and is the same one when they come again', async () => {
  const { provider, signIn, stores, auth } = await opened();
  provider.claims = { sub: '42', preferred_username: 'ada', name: 'Ada L.' };
  const first = await signIn();
  expect(first).toMatchObject({ location: '/traces', me: { subject: 'ada', displayName: 'Ada L.', via: 'session' } });
  expect(first.session).toMatch(/HttpOnly; SameSite=Strict/);
  expect(first.me).toMatchObject({ hasPassword: false, isAdmin: false, workspaceId: null });
  provider.claims = { sub: '42', preferred_username: 'ada-renamed' };
  expect((await signIn()).me).toMatchObject({ subject: 'ada' });
  expect(await stores.users.count()).toBe(2);
  expect((await auth.sessions.list(String(first.me!.userId))).map(({ via }) => via)).toEqual(['oidc', 'oidc']);
});

test('the page knows where to send somebody, and where they wanted to is kept within our own pages', async () => {
  const { app, signIn } = await opened();
  expect(await (await app.request('/api/v1/auth/me')).json()).toMatchObject({
    signIn: { oidc: { label: 'Example', startPath: '/api/v1/auth/oidc/start' } },
  });
  expect((await signIn(undefined, '/traces?a=1')).location).toBe('/traces?a=1');
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    expect((await signIn(undefined, to)).location, to).toBe('/');
  }
});

const HOSTILE: readonly [string, Mischief][] = [
  ['another nonce', { claims: { nonce: 'another' } }],
  ['no nonce', { claims: { nonce: undefined } }],
  ['another issuer', { claims: { iss: 'https://evil.example' } }],
  ['another audience', { claims: { aud: 'another client' } }],
  ['several audiences without our being the one meant', { claims: { aud: [CLIENT_ID, 'b'], azp: 'b' } }],
  ['the past', { claims: { exp: nowS() - 120, iat: nowS() - 600 } }],
  ['no subject', { claims: { sub: undefined } }],
  ['no signature', { key: 'none' }],
  ['a key of somebody else', { key: 'foreign' }],
];

test('an ID token that proves nothing signs nobody in', async () => {
  const { provider, signIn, stores, reported } = await opened();
  for (const [what, mischief] of HOSTILE) {
    provider.mischief = mischief;
    const { location, session } = await signIn();
    expect([location, session], what).toEqual(['/sign-in?failure=not-proven', undefined]);
  }
  expect(reported).toHaveLength(HOSTILE.length);
  expect(await stores.users.count()).toBe(1);
});

test('nobody comes back with what another browser, another state or another service was given', async () => {
  const { signIn, app, stores } = await opened();
  const otherStart = await app.request('/api/v1/auth/oidc/start');
  const otherKept = otherStart.headers.get('set-cookie')!.split(';')[0]!;
  const changed = (back: URL, name: string, value: string): URL => {
    const url = new URL(back);
    url.searchParams.set(name, value);
    return url;
  };
  const refused = { location: '/sign-in?failure=not-proven', session: undefined };
  expect(await signIn(() => ({ kept: otherKept }))).toMatchObject(refused);
  expect(await signIn(() => ({ kept: '' }))).toMatchObject(refused);
  expect(await signIn(() => ({ kept: 'tracewright_journey=e30' }))).toMatchObject(refused);
  expect(await signIn((back) => ({ back: changed(back, 'state', 'another') }))).toMatchObject(refused);
  expect(await signIn((back) => ({ back: changed(back, 'iss', 'https://evil.example') }))).toMatchObject(refused);
  expect(await signIn((back) => ({ back: changed(back, 'code', 'guessed') }))).toMatchObject(refused);
  expect(await stores.users.count()).toBe(1);
});

test('a code is good for once', async () => {
  const { signIn } = await opened();
  const used: { back?: URL; kept?: string } = {};
  expect((await signIn((back, kept) => Object.assign(used, { back, kept }))).session).toBeDefined();
  expect((await signIn(() => used)).location).toBe('/sign-in?failure=not-proven');
});

test('a name takes over no user who has a password, but one who was made for it', async () => {
  const { provider, signIn, stores } = await opened();
  provider.claims = { sub: '1', preferred_username: 'root' };
  expect((await signIn()).location).toBe('/sign-in?failure=name-taken');
  const made = { displayName: '', password: undefined, isAdmin: false, identity: undefined };
  const ada = await stores.users.create({ name: 'ada@example.com', ...made });
  provider.claims = { sub: '2', email: 'ada@example.com', email_verified: false };
  expect((await signIn()).me).not.toMatchObject({ userId: ada.id });
  provider.claims = { sub: '3', email: 'ada@example.com', email_verified: true };
  expect((await signIn()).me).toMatchObject({ userId: ada.id });
});

test('where nobody may become a user by themselves, only those who are users come in', async () => {
  const { provider, signIn, stores, auth } = await opened({ mayCreateUsers: false });
  provider.claims = { sub: '42', preferred_username: 'ada' };
  expect((await signIn()).location).toBe('/sign-in?failure=not-allowed');
  const made = { displayName: '', password: undefined, isAdmin: false, identity: undefined };
  const { id } = await stores.users.create({ name: 'ada', ...made });
  expect((await signIn()).me).toMatchObject({ userId: id });
  await stores.users.update(id, { isDisabled: true });
  auth.accounts.changed(id);
  expect((await signIn()).location).toBe('/sign-in?failure=not-allowed');
});

test('groups make somebody what the rules say, each time they sign in', async () => {
  const roles = ['ml=editor', 'leads=admin', 'audit=viewer@team-a', 'ops=administrator'].map(roleRule);
  const { provider, signIn, stores } = await opened({ roles, groupsClaim: 'realm_access.roles' });
  await stores.workspaces.create({ id: 'team-a', name: '', description: '' });
  const as = async (...groups: string[]) => {
    provider.claims = { sub: '42', preferred_username: 'ada', realm_access: { roles: groups } };
    return (await signIn()).me;
  };
  expect(await as('strangers')).toBeUndefined();
  expect(await as('ml', 'leads', 'audit')).toMatchObject({
    isAdmin: false,
    workspaces: [
      { workspaceId: 'default', role: 'admin' },
      { workspaceId: 'team-a', role: 'viewer' },
    ],
  });
  expect(await as('ml', 'ops')).toMatchObject({
    ...{ isAdmin: true, workspaces: [{ workspaceId: 'default', role: 'editor' }] },
  });
  expect(await as()).toMatchObject({ isAdmin: false, workspaces: [] });
});

test('groups that only the second question tells count as well', async () => {
  const { provider, signIn } = await opened({ roles: [roleRule('ml=editor')] });
  provider.claims = { sub: '42' };
  provider.userInfo = { preferred_username: 'ada', groups: ['ml'] };
  expect((await signIn()).me).toMatchObject({ subject: 'ada', workspaces: [{ role: 'editor' }] });
});

test('a service that does not answer keeps nobody out who has a password', async () => {
  const { app, auth, root, reported } = await opened({ issuer: 'http://127.0.0.1:1' });
  const answer = await app.request('/api/v1/auth/oidc/start');
  expect(answer.headers.get('location')).toBe('/sign-in?failure=unavailable');
  expect(reported).toHaveLength(1);
  const account = await auth.passwordSignIn.account('root', PASSWORD, { address: undefined, isSecure: false });
  expect(account?.user.id).toBe(root);
  expect((await app.request('/api/v1/traces', { headers: await browserOf(auth, root) })).status).toBe(200);
});
