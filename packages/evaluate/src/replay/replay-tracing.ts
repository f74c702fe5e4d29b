import type { AutologOptions } from '@tracewright/autolog';
import { spanHearing } from '@tracewright/schema';
import { showPackages } from './show-packages.ts';

/** Tracing that replays have started, as long as one of them goes on. */
let kept: { readonly stop: Promise<() => Promise<void>>; holders: number } | undefined;

/**
 * Has the calls of the process traced, since a call is known by its span: by the app's own tracing, else by one that
 * sends nothing.
 *
 * @returns ends what was started for it
 */
export async function keepTracing(options: AutologOptions): Promise<() => Promise<void>> {
  kept ??= { stop: started(options), holders: 0 };
  const mine = kept;
  mine.holders += 1;
  const stop = await mine.stop;
  return async () => {
    mine.holders -= 1;
    if (mine.holders > 0) return;
    if (kept === mine) kept = undefined;
    await stop();
  };
}

async function started(options: AutologOptions): Promise<() => Promise<void>> {
  showPackages();
  const isTraced = spanHearing().recorders.size > 0;
  const { autolog } = await import('@tracewright/autolog');
  const tracing = isTraced ? undefined : autolog({ ...options, destinations: [], estimateUsage: false });
  return async () => tracing?.shutdown();
}
