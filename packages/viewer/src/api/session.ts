import { type ReadonlySignal, signal } from '@preact/signals';
import { type AuthState, WORKSPACE_COOKIE, WORKSPACE_HEADER } from '@tracewright/schema';

const known = signal<AuthState | undefined>(undefined);
const signedOut = signal(false);

/** Who looks at the page; undefined until the collector has said so. */
export const who: ReadonlySignal<AuthState | undefined> = known;

/** Whether somebody has to sign in first. */
export const isSignedOut: ReadonlySignal<boolean> = signedOut;

/**
 * What requests say of the workspace they are about: the one that the page was opened in, whatever another tab has
 * switched to since.
 */
export function workspaceHeaders(): Readonly<Record<string, string>> {
  const workspaceId = known.peek()?.me?.workspaceId ?? undefined;
  return workspaceId === undefined ? {} : { [WORKSPACE_HEADER]: workspaceId };
}

/** The same for addresses that the browser opens by itself, such as downloads and streams of events. */
export function inWorkspace(address: string): string {
  const workspaceId = known.peek()?.me?.workspaceId ?? undefined;
  if (workspaceId === undefined) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${WORKSPACE_COOKIE}=${encodeURIComponent(workspaceId)}`;
}

export function noteWho(state: AuthState): void {
  // The same as before would have everything drawn anew that looks at it.
  if (JSON.stringify(state) !== JSON.stringify(known.peek())) known.value = state;
  signedOut.value = state.mode === 'users' && state.me === null;
}

/** To be called when an answer says that nobody is signed in. */
export function noteSignedOut(): void {
  signedOut.value = true;
}
