import type { AuthState, WhoAmI } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { isOnPage, PAGE_GROUPS, pagesFor } from './pages.ts';

const SETTINGS = PAGE_GROUPS.at(-1)!;

function as(me: Partial<WhoAmI>): AuthState {
  const nobody: WhoAmI = {
    ...{ subject: 'ann', userId: 'u1', displayName: '', via: 'session', hasPassword: true, isAdmin: false },
    ...{ workspaceId: 'default', scopes: ['read'], workspaces: [] },
  };
  return { mode: 'users', me: { ...nobody, ...me }, signIn: { password: true, oidc: null } };
}

test.each([
  ['nobody known yet', undefined, ['Settings']],
  ['a member', as({}), ['Settings', 'Account']],
  [
    'an admin of the workspace',
    as({ scopes: ['read', 'admin'] }),
    ['Settings', 'Account', 'Keys', 'Members', 'Privacy', 'Audit'],
  ],
  [
    'whoever is before an open collector',
    as({ userId: null, isAdmin: true, scopes: ['admin'] }),
    ['Settings', 'Keys', 'Members', 'Privacy', 'Audit', 'Workspaces', 'Users'],
  ],
])('%s is shown the settings that are theirs', (_, who, labels) => {
  expect(pagesFor(SETTINGS, who).map(({ label }) => label)).toEqual(labels);
});

test('every address is that of one page at most', () => {
  const pages = PAGE_GROUPS.flatMap((group) => group.pages);
  for (const address of ['/settings', '/settings/keys', '/runs/1', '/traces/0a', '/compare-runs', '/evals/1']) {
    expect(
      pages.filter((page) => isOnPage(page, address)),
      address,
    ).toHaveLength(1);
  }
});
