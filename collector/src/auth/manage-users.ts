import { ApiError } from '../errors.ts';
import type { User, UserChange } from '../storage/tracking/auth/user-store.ts';
import type { Auth } from './auth.ts';
import { checkPassword } from './password-rules.ts';
import { checkUserName } from './user-name.ts';

/** What is needed to make and change users. */
export type UserManagement = Pick<Auth, 'accounts' | 'sessions' | 'passwords'>;

export interface GivenUser {
  readonly name: string;
  /** Undefined: they sign in through another service alone. */
  readonly password: string | undefined;
  readonly displayName?: string | undefined;
  readonly isAdmin?: boolean | undefined;
}

/**
 * Makes a user. From the first one on nobody else is let in, so that one has to be an administrator who can sign in.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for a bad name or password, `RESOURCE_ALREADY_EXISTS` for a name that is
 *   taken.
 */
export async function createUser({ accounts, passwords }: UserManagement, given: GivenUser): Promise<User> {
  const { name, password, displayName = '', isAdmin = false } = given;
  checkUserName(name);
  if (password !== undefined) checkPassword(password, name);
  const isFirst = !(await accounts.users.hasAny());
  if (isFirst && (!isAdmin || password === undefined)) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'the first user has to be an administrator with a password');
  }
  const hashed = password === undefined ? undefined : await passwords.hash(password);
  const user = { name, displayName, password: hashed, isAdmin, identity: undefined };
  const made = isFirst ? await accounts.users.createFirst(user) : await accounts.users.create(user);
  if (made === undefined) throw new ApiError('RESOURCE_CONFLICT', 'somebody else has just made the first user');
  accounts.changed(made.id);
  return made;
}

/**
 * Changes a user. A new password, or that they may no longer sign in, ends their sessions.
 *
 * @param keepSession id of one that stays
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST`, `INVALID_PARAMETER_VALUE`, or `RESOURCE_CONFLICT` for the last
 *   administrator.
 */
export async function changeUser(
  { accounts, sessions, passwords }: UserManagement,
  id: string,
  change: Pick<UserChange, 'displayName' | 'isAdmin' | 'isDisabled' | 'password'>,
  keepSession?: string,
): Promise<User> {
  const { password, ...rest } = change;
  let hashed: { readonly password: string } | undefined;
  if (password !== undefined) {
    const user = await accounts.users.get(id);
    checkPassword(password, user?.name ?? '');
    hashed = { password: await passwords.hash(password) };
  }
  const changed = await accounts.users.update(id, { ...rest, ...hashed });
  accounts.changed(id);
  if (hashed !== undefined || change.isDisabled === true) await sessions.endAll(id, keepSession);
  return changed;
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST`, or `RESOURCE_CONFLICT` for the last administrator. */
export async function deleteUser({ accounts, sessions }: UserManagement, id: string): Promise<void> {
  await accounts.users.delete(id);
  accounts.changed(id);
  await sessions.endAll(id);
}
