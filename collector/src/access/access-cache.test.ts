import { expect, test } from 'vitest';
import type { Principal } from '../authorize.ts';
import type { Grant, PermissionStore } from '../storage/tracking/permissions/permission-store.ts';
import { AccessCache } from './access-cache.ts';
import { may } from './rights.ts';

const ANN: Principal = {
  ...{ workspaceId: 'default', subject: 'ann', userId: 'ann', via: 'session' },
  scopes: ['ingest', 'read', 'write'],
};
const DENIED: Grant = { userId: 'ann', kind: 'experiment', resource: '5', permission: 'DENY' };

function cacheOver(grants: Grant[]) {
  const clock = { nowMs: 0, reads: 0 };
  const stored = {
    ofUser: async () => {
      clock.reads++;
      return [...grants];
    },
    grant: async (_: string, grant: Grant) => void grants.push(grant),
  } as Partial<PermissionStore> as PermissionStore;
  const cache = new AccessCache({ permissions: stored, defaultPermission: undefined, nowMs: () => clock.nowMs });
  return { cache, clock, isSeen: async () => may((await cache.of(ANN)).experiments, 'read', '5') };
}

test('what is changed here holds with the next request', async () => {
  const { cache, clock, isSeen } = cacheOver([]);
  expect(await isSeen()).toBe(true);
  await cache.permissions.grant('default', DENIED);
  expect(await isSeen()).toBe(false);
  expect(clock.reads).toBe(2);
});

test('what another collector has changed holds two seconds later, and until then nobody asks', async () => {
  const grants: Grant[] = [];
  const { clock, isSeen } = cacheOver(grants);
  expect(await isSeen()).toBe(true);
  grants.push(DENIED);
  clock.nowMs = 1_999;
  expect(await isSeen()).toBe(true);
  expect(clock.reads).toBe(1);
  clock.nowMs = 2_000;
  expect(await isSeen()).toBe(false);
});
