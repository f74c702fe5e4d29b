import { type AuthState, WORKSPACE_COOKIE } from '@tracewright/schema';
import { sendJson } from '../api/request.ts';
import { noteWho } from '../api/session.ts';

const YEAR_S = 31_536_000;

/** @throws ApiFailure `UNAUTHENTICATED` where the two do not belong together, `RESOURCE_EXHAUSTED` after too many attempts. */
export async function signIn(name: string, password: string): Promise<void> {
  noteWho(await sendJson<AuthState>('POST', '/api/v1/auth/sign-in', { name, password }));
}

/** Ends the session and loads the page anew, so that nothing of it is left. */
export async function signOut(): Promise<void> {
  await sendJson('POST', '/api/v1/auth/sign-out');
  location.assign('/sign-in');
}

/** Opens another workspace from its first page on. Links that the browser opens by itself follow the cookie. */
export function enterWorkspace(id: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not everywhere
  document.cookie = `${WORKSPACE_COOKIE}=${encodeURIComponent(id)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  location.assign('/traces');
}
