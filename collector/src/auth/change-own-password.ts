import type { PasswordChange } from '@tracewright/schema';
import type { Principal } from '../authorize.ts';
import { ApiError } from '../errors.ts';
import type { Auth } from './auth.ts';
import type { Client } from './client.ts';
import { changeUser } from './manage-users.ts';

/**
 * Gives somebody another password who knows the one they have. Their other sessions end.
 *
 * @throws ApiError `PERMISSION_DENIED` if it is not the one they have, `INVALID_PARAMETER_VALUE` for a weak one,
 *   `RESOURCE_EXHAUSTED` after too many failures.
 */
export async function changeOwnPassword(
  auth: Auth,
  { userId, sessionId }: Principal,
  { current, next }: PasswordChange,
  client: Client,
): Promise<void> {
  const user = userId === undefined ? undefined : await auth.accounts.users.get(userId);
  if (user?.password === undefined) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'only users with a password of their own can change it');
  }
  // Whoever finds a browser open could otherwise guess as often as they like.
  const attempt = auth.failures.begin(user.name, client.address);
  if (!(await auth.passwords.verify(current, user.password))) {
    throw new ApiError('PERMISSION_DENIED', 'this is not the current password');
  }
  attempt.succeeded();
  await changeUser(auth, user.id, { password: next }, sessionId);
}
