import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { type Auth, type AuthSettings, createAuth } from './auth.ts';

/** Where the clock of tests begins, ms. */
export const NOW_MS = 1_767_225_600_000;

/** The weakest hash there is: tests keep no secrets, and have no time. */
const COST = { logN: 1, r: 1, p: 1 };

/** Everything that knows who is who, over given stores. What fails in the background fails the test. */
export function testAuth(
  stores: TrackingStores,
  clock: { readonly nowMs: number } = { nowMs: NOW_MS },
  settings: Partial<AuthSettings> = {},
  report: (error: unknown) => void = (error) => {
    throw error;
  },
): Auth {
  return createAuth({
    stores,
    workspaces: stores.workspaces,
    settings: {
      environmentKey: undefined,
      isOpenAllowed: true,
      sessionLife: { idleMs: 3_600_000, maxMs: 86_400_000 },
      ...settings,
    },
    nowMs: () => clock.nowMs,
    report,
    passwordCost: COST,
  });
}
