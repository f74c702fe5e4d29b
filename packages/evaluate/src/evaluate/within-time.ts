/**
 * Does work that has to be done in time. Once that is up, or `signal` is aborted, the work's own signal is aborted, and
 * what it still does is not waited for.
 *
 * @param timeoutMs undefined: as long as it takes
 * @throws what the work throws; an error with the code `ROW_TIMED_OUT`; the reason of `signal`
 */
export async function withinTime<T>(
  timeoutMs: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const own = new AbortController();
  const end = (reason: unknown): void => {
    own.abort(reason);
    reject(reason);
  };
  const onAbort = (): void => end(signal.reason);
  signal.addEventListener('abort', onAbort);
  const message = `the task took longer than ${timeoutMs} ms`;
  const late = (): void => end(Object.assign(new Error(message), { code: 'ROW_TIMED_OUT' }));
  const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
  try {
    return await Promise.race([work(own.signal), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
