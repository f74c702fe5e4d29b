import { pause } from '../pause.ts';

/** How often it is looked for what is to go. */
const INTERVAL_MS = 3_600_000;

/**
 * Takes out what is to go right away and every hour, one work after the other.
 *
 * @param report Told of what stopped one of `works`; it is tried again an hour later, the others go on.
 * @param signal Ends it: what is under way is finished first.
 */
export async function applyEveryHour(
  works: readonly (() => Promise<unknown>)[],
  report: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const nextMs = performance.now() + INTERVAL_MS;
    for (const work of works) {
      if (signal.aborted) return;
      await work().catch(report);
    }
    await pause(nextMs - performance.now(), signal);
  }
}
