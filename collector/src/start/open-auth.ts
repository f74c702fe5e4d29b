import { type Auth, createAuth } from '../auth/auth.ts';
import { SharedCounts } from '../auth/shared-counts.ts';
import { requireWayIn } from '../auth/way-in.ts';
import { isLoopback } from '../border/allowed-hosts.ts';
import type { Closers } from '../closers.ts';
import type { Config } from '../config.ts';
import type { Storage } from './open-storage.ts';

/** Opens what knows who is who, and makes sure that somebody can come in. @throws StartError where nobody could. */
export async function openAuth(
  config: Config,
  { tracking, workspaces }: Pick<Storage, 'tracking' | 'workspaces'>,
  log: (text: string) => void,
  opened: Closers,
): Promise<Auth> {
  const { apiKey, host } = config;
  const { isOpen, sessionLife, requestsPerSecond, bytesPerSecond, oidc } = config.auth;
  const shared = tracking.sharedCounts.isShared ? new SharedCounts(tracking.sharedCounts) : undefined;
  const auth = createAuth({
    ...{ stores: tracking, workspaces, nowMs: Date.now, ...(shared && { shared }) },
    settings: {
      environmentKey: apiKey,
      isOpenAllowed: isOpen || isLoopback(host),
      ...{ sessionLife, requestsPerSecond, bytesPerSecond, oidc },
    },
    report: (error) => log(`Signing in: ${reasonsOf(error)}`),
  });
  if (shared !== undefined) {
    const stop = new AbortController();
    const sharing = shared.run(stop.signal, (error) => log(`Limits are not shared for now: ${String(error)}`));
    opened.add(() => {
      stop.abort();
      return sharing;
    });
  }
  opened.add(() => auth.finish());
  const advice = await requireWayIn(auth, { ...config.auth, apiKey, host });
  if (advice !== undefined) log(advice);
  return auth;
}

/** What other libraries say hides behind causes. None of them repeats tokens. */
function reasonsOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? `${String(error)}: ${String(cause)}` : String(error);
}
