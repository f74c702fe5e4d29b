import type { AuthState } from '@tracewright/schema';
import { getJson } from './request.ts';
import { noteWho } from './session.ts';

/** Asks who looks at the page. A collector that does not say is one in which that does not matter. */
export async function askWho(): Promise<void> {
  const state = await getJson<AuthState>('/api/v1/auth/me').catch(() => undefined);
  if (state !== undefined) noteWho(state);
}
