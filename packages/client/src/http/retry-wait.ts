const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** A server that asks for more than this is not waited for as long as it says. */
const LONGEST_ASKED_MS = 60_000;

/**
 * How long to wait before trying again, in milliseconds: as long as the server asks for, or else twice as long each
 * time, within bounds and not at the same moment as everybody else.
 *
 * @param failures how many tries have failed, at least 1
 * @param retryAfter the header, in seconds or as a date
 */
export function retryWaitMs(failures: number, retryAfter: string | null | undefined, nowMs: number): number {
  const askedMs = askedWaitMs(retryAfter, nowMs);
  if (askedMs !== undefined) return Math.min(askedMs, LONGEST_ASKED_MS);
  const mostMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return mostMs * (0.5 + Math.random() / 2);
}

function askedWaitMs(retryAfter: string | null | undefined, nowMs: number): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const untilMs = Date.parse(retryAfter);
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs - nowMs);
}

/** Resolves after `ms`. @throws the signal's reason once it is aborted. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const wake = () => resolve();
  signal?.addEventListener('abort', wake);
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', wake);
  signal?.throwIfAborted();
}
