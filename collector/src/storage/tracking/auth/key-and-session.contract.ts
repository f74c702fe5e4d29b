import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { NewApiKey } from './api-key-store.ts';
import type { Session } from './session-store.ts';

const KEY: NewApiKey = {
  id: 'abcdefgh',
  workspaceId: 'default',
  name: 'ci',
  digest: '00ff',
  scopes: ['ingest', 'read'],
  experiments: ['1', '7'],
  createdBy: 'ada',
  expiresMs: NOW_MS + 1,
  requestsPerSecond: 10,
  bytesPerSecond: undefined,
};

const SESSION: Session = {
  ...{ digest: 'd1', id: 's1', userId: 'u1', createdMs: 1_000, lastSeenMs: 1_000, expiresMs: 9_000, via: 'password' },
  ...{ address: '10.0.0.7', userAgent: 'Browser/1' },
};

/** What every adapter has to do with keys and sessions. */
export function keyAndSessionCases(open: OpenStores): void {
  test('a key is found by its id, with all that it may do', async () => {
    const { apiKeys } = await open();
    const made = await apiKeys.create(KEY);
    expect(made).toEqual({ ...KEY, createdMs: NOW_MS, lastUsedMs: undefined, revokedMs: undefined });
    expect(await apiKeys.get('abcdefgh')).toEqual(made);
    expect(await apiKeys.get('ABCDEFGH')).toBeUndefined();
    await expect(apiKeys.create(KEY)).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' });
    const plain = { ...KEY, id: 'plain', experiments: undefined, expiresMs: undefined, requestsPerSecond: undefined };
    await apiKeys.create(plain);
    expect(await apiKeys.get('plain')).toMatchObject(plain);
  });

  test('keys of a workspace are listed there alone, the newest first, revoked ones as well', async () => {
    const clock = { nowMs: NOW_MS };
    const { apiKeys } = await open(clock);
    await apiKeys.create(KEY);
    clock.nowMs += 5;
    await apiKeys.create({ ...KEY, id: 'newer' });
    await apiKeys.create({ ...KEY, id: 'other', workspaceId: 'other' });
    expect(await apiKeys.revoke('other', 'newer')).toBe(false);
    expect(await apiKeys.revoke('default', 'newer')).toBe(true);
    clock.nowMs += 5;
    expect(await apiKeys.revoke('default', 'newer')).toBe(true);
    expect((await apiKeys.list('default')).map(({ id, revokedMs }) => [id, revokedMs])).toEqual([
      ['newer', NOW_MS + 5],
      ['abcdefgh', undefined],
    ]);
  });

  test('when a key was used last never goes back', async () => {
    const { apiKeys } = await open();
    await apiKeys.create(KEY);
    await apiKeys.noteUsed(
      new Map([
        ['abcdefgh', 500],
        ['gone', 1],
      ]),
    );
    await apiKeys.noteUsed(new Map([['abcdefgh', 400]]));
    expect((await apiKeys.get('abcdefgh'))?.lastUsedMs).toBe(500);
  });

  test('a session is found by its digest, and ends by its id for its own user alone', async () => {
    const { sessions } = await open();
    await sessions.create(SESSION);
    await sessions.create({ ...SESSION, digest: 'd2', id: 's2', address: undefined, userAgent: undefined });
    await sessions.noteSeen('d2', 2_000);
    await sessions.noteSeen('d2', 1_500);
    expect(await sessions.get('d1')).toEqual(SESSION);
    expect((await sessions.list('u1')).map(({ id, lastSeenMs }) => [id, lastSeenMs])).toEqual([
      ['s2', 2_000],
      ['s1', 1_000],
    ]);
    expect(await sessions.end('u2', 's1')).toBe(false);
    expect(await sessions.end('u1', 's1')).toBe(true);
    expect(await sessions.get('d1')).toBeUndefined();
  });

  test('all sessions of a user end but the one that stays', async () => {
    const { sessions } = await open();
    for (const id of ['a', 'b', 'c']) await sessions.create({ ...SESSION, digest: id, id });
    await sessions.create({ ...SESSION, digest: 'x', id: 'x', userId: 'u2' });
    await sessions.endAll('u1', 'b');
    expect((await sessions.list('u1')).map(({ id }) => id)).toEqual(['b']);
    await sessions.endAll('u1');
    expect(await sessions.list('u1')).toEqual([]);
    expect(await sessions.list('u2')).toHaveLength(1);
  });

  test('sessions that are over or were left are forgotten', async () => {
    const { sessions } = await open();
    await sessions.create({ ...SESSION, digest: 'over', id: 'over', expiresMs: 10, lastSeenMs: 9 });
    await sessions.create({ ...SESSION, digest: 'left', id: 'left', lastSeenMs: 3 });
    await sessions.create(SESSION);
    await sessions.removeOld(11, 5);
    expect((await sessions.list('u1')).map(({ id }) => id)).toEqual(['s1']);
  });
}
