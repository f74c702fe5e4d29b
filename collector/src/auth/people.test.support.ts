import { type AccessScope, CHANGE_HEADER, type Role } from '@tracewright/schema';
import type { Auth } from './auth.ts';
import { createUser } from './manage-users.ts';

/** A password that fits everybody in tests. */
export const PASSWORD = 'correct horse battery';

const CLIENT = { client: { address: '10.0.0.7', isSecure: false }, userAgent: 'Test/1' };

/** Makes a user. @returns the id */
export async function person(auth: Auth, name: string, roles: Readonly<Record<string, Role>> = {}): Promise<string> {
  const { id } = await createUser(auth, { name, password: PASSWORD });
  for (const [workspaceId, role] of Object.entries(roles)) await auth.accounts.memberships.put(workspaceId, id, role);
  auth.accounts.changed(id);
  return id;
}

/** The first user, who administers the installation. @returns the id */
export async function administrator(auth: Auth): Promise<string> {
  const { id } = await createUser(auth, { name: 'root', password: PASSWORD, isAdmin: true });
  return id;
}

/** What a browser sends in which somebody is signed in. */
export async function browserOf(auth: Auth, userId: string): Promise<Record<string, string>> {
  const secret = await auth.sessions.open(userId, 'password', CLIENT);
  return { cookie: `tracewright_session=${secret}`, [CHANGE_HEADER]: '1' };
}

/** What a program sends that has a key of its own. */
export async function programWith(
  auth: Auth,
  scopes: readonly AccessScope[],
  given: Partial<Parameters<Auth['apiKeys']['create']>[0]> = {},
): Promise<{ readonly id: string; readonly key: string; readonly headers: Record<string, string> }> {
  const { kept, key } = await auth.apiKeys.create({
    ...{ workspaceId: 'default', name: 'ci', scopes, experiments: undefined, createdBy: 'root', expiresMs: undefined },
    ...{ requestsPerSecond: undefined, bytesPerSecond: undefined },
    ...given,
  });
  return { id: kept.id, key, headers: { authorization: `Bearer ${key}` } };
}

/** What a client of MLflow sends. */
export function basic(name: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}
