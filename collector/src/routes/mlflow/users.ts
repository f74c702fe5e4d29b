import * as v from 'valibot';
import { changeOwnPassword } from '../../auth/change-own-password.ts';
import { changeUser, createUser, deleteUser } from '../../auth/manage-users.ts';
import type { Principal } from '../../authorize.ts';
import { ApiError } from '../../errors.ts';
import type { User } from '../../storage/tracking/auth/user-store.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { bool, optional, requiredText, text } from './request-fields.ts';
import type { MlflowUserDeps } from './user-deps.ts';

/** Of one request: who they all are is told to administrators, and there are not many more. */
const MAX_USERS = 10_000;
const Named = v.object({ username: requiredText });

/** `users/*` of MLflow's basic authentication: users of the installation, as its clients make and change them. */
export function userEndpoints({ auth }: MlflowUserDeps): readonly Endpoint[] {
  const { accounts } = auth;
  return [
    endpoint(
      'POST',
      '2.0/mlflow/users/create',
      v.object({ username: requiredText, password: requiredText }),
      async ({ username, password }, { principal }) => {
        const user = await createUser(auth, { name: username, password });
        // MLflow's users may use everything of theirs by itself: here that takes a role in a workspace.
        await accounts.memberships.put(principal.workspaceId, user.id, 'editor');
        accounts.changed(user.id);
        return { user: userJson(user) };
      },
    ),
    endpoint('GET', '2.0/mlflow/users/get', Named, async ({ username }, { principal }) => {
      await requireSelfOrAdmin(principal, username);
      return { user: userJson(await accounts.requireByName(username)) };
    }),
    endpoint('GET', '2.0/mlflow/users/list', v.object({}), async (_, { principal }) => {
      if (principal.isAdmin === true) return { users: (await accounts.users.list(MAX_USERS)).map(listedJson) };
      const members = await accounts.memberships.list(principal.workspaceId);
      return { users: members.map(({ userId, name }) => listedJson({ id: userId, name, isAdmin: false })) };
    }),
    endpoint('GET', '2.0/mlflow/users/current', v.object({}), async (_, { principal }) => {
      const user = principal.userId === undefined ? undefined : await accounts.users.get(principal.userId);
      const shown = user ?? { id: principal.subject, name: principal.subject, isAdmin: principal.isAdmin === true };
      return { user: userJson(shown), is_basic_auth: user?.password !== undefined };
    }),
    endpoint(
      'PATCH',
      '2.0/mlflow/users/update-password',
      v.object({ username: requiredText, password: requiredText, current_password: optional(text) }),
      async ({ username, password: next, current_password: current }, { principal }) => {
        await requireSelfOrAdmin(principal, username);
        const user = await accounts.requireByName(username);
        if (principal.userId !== user.id) {
          await changeUser(auth, user.id, { password: next });
          return {};
        }
        if (!current) throw invalid('Current password is required when changing your own password.');
        await changeOwnPassword(auth, principal, { current, next }, { address: undefined, isSecure: false });
        return {};
      },
    ),
    endpoint(
      'PATCH',
      '2.0/mlflow/users/update-admin',
      v.object({ username: requiredText, is_admin: bool }),
      async ({ username, is_admin: isAdmin }) => {
        await changeUser(auth, (await accounts.requireByName(username)).id, { isAdmin });
        return {};
      },
    ),
    endpoint('DELETE', '2.0/mlflow/users/delete', Named, async ({ username }, { principal }) => {
      const { id } = await accounts.requireByName(username);
      if (id === principal.userId) {
        throw new ApiError(
          'BAD_REQUEST',
          'Users cannot delete their own account. Ask another admin to delete this user instead.',
        );
      }
      await deleteUser(auth, id);
      return {};
    }),
  ];

  /** Others are told no more of a user than that they may not ask, whether there is one of the name or not. */
  async function requireSelfOrAdmin({ isAdmin, userId }: Principal, name: string): Promise<void> {
    if (isAdmin === true) return;
    const user = await accounts.users.getByName(name);
    if (user !== undefined && user.id === userId) return;
    throw new ApiError('PERMISSION_DENIED', 'this is for the user, and for administrators of the installation');
  }
}

type Shown = Pick<User, 'id' | 'name' | 'isAdmin'>;

function userJson({ id, name, isAdmin }: Shown): object {
  return { id, username: name, is_admin: isAdmin };
}

/** Roles of MLflow's are not there. */
function listedJson(user: Shown): object {
  return { ...userJson(user), roles: [] };
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
