import type { AuthState, WhoAmI } from '@tracewright/schema';
import type { Principal } from '../authorize.ts';
import type { Auth } from './auth.ts';

/** What the pages have to know before they show anything. @param principal undefined: nobody is signed in */
export async function authState(auth: Auth, principal: Principal | undefined): Promise<AuthState> {
  const mode = await auth.mode();
  return {
    mode,
    me: principal === undefined ? null : await whoAmI(auth, principal),
    signIn: { password: mode === 'users', oidc: auth.oidc?.shown ?? null },
  };
}

async function whoAmI({ accounts }: Auth, principal: Principal): Promise<WhoAmI> {
  const { subject, userId, via, isAdmin = false, workspaceId, scopes } = principal;
  const account = userId === undefined ? undefined : await accounts.active(userId);
  return {
    subject,
    userId: userId ?? null,
    displayName: account?.user.displayName || subject,
    via,
    hasPassword: account?.user.password !== undefined,
    isAdmin,
    workspaceId: workspaceId === '' ? null : workspaceId,
    scopes,
    workspaces: account?.memberships ?? [],
  };
}
