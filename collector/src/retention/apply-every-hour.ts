import { pause } from '../pause.ts';

/** How often it is looked for what is to go. */
const INTERVAL_MS = 3_600_000;
/** After a start others come first, ms: taking out needs a thread of its own for what takes long. */
const FIRST_MS = 10_000;

/**
 * Takes out what is to go soon after the start and every hour from it, one work after the other.
 *
 * @param report Told of what stopped one of `works`; it is tried again an hour later, the others go on.
 * @param signal Ends it: what is under way is finished first.
 */
export async function applyEveryHour(
  works: readonly (() => Promise<unknown>)[],
  report: (error: unknown) => void,
  signal: AbortSignal,
  firstMs: number = FIRST_MS,
): Promise<void> {
  let nextMs = performance.now();
  await pause(firstMs, signal);
  while (!signal.aborted) {
    nextMs = Math.max(nextMs + INTERVAL_MS, performance.now());
    for (const work of works) {
      if (signal.aborted) return;
      await work().catch(report);
    }
    await pause(nextMs - performance.now(), signal);
  }
}
