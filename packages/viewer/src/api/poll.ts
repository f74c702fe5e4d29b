/** Between two tries while the collector does not answer, ms: doubled up to the second figure. */
const RETRY_MS = 2_000;
const MAX_RETRY_MS = 16_000;

/**
 * Runs a task again and again, the next round only after the last one ended; rests while the page is hidden.
 *
 * @param task Resolves to the pause before the next round in ms, or `undefined` to stop; a failure retries by itself.
 * @returns stops it, the round in progress included.
 */
export function poll(task: (signal: AbortSignal) => Promise<number | undefined>): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const round = async () => {
    let pauseMs: number | undefined;
    try {
      pauseMs = await task(stop.signal);
      failures = 0;
    } catch {
      // Who runs the task shows its failures; here it only matters when to try again.
      pauseMs = Math.min(RETRY_MS * 2 ** failures++, MAX_RETRY_MS);
    }
    if (pauseMs === undefined || stop.signal.aborted) return;
    timer = setTimeout(whenVisible, pauseMs);
  };
  const whenVisible = () => {
    if (!document.hidden) void round();
    else document.addEventListener('visibilitychange', whenVisible, { once: true });
  };
  void round();
  return () => {
    stop.abort();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', whenVisible);
  };
}
