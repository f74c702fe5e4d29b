import type { AutologOptions } from '@tracewright/autolog';
import { spanHearing } from '@tracewright/schema';
import { ReplayError } from './replay-error.ts';
import { showPackages } from './show-packages.ts';

/** Tracing that replays have started, as long as one of them goes on. */
let kept: { readonly stop: Promise<() => Promise<void>>; holders: number } | undefined;

/**
 * Has the calls of the process traced, since a call is known by its span: by the app's own tracing, else by one that
 * sends nothing.
 *
 * @returns ends what was started for it
 * @throws ReplayError `NOT_TRACED` where tracing is switched off: calls would go to the network
 */
export async function keepTracing(options: AutologOptions): Promise<() => Promise<void>> {
  kept ??= { stop: started(options), holders: 0 };
  const mine = kept;
  mine.holders += 1;
  const stop = await mine.stop.catch((error: unknown) => {
    if (kept === mine) kept = undefined;
    throw error;
  });
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
  const tracing = isTraced
    ? undefined
    : autolog({ ...options, captureContent: true, destinations: [], estimateUsage: false });
  if (spanHearing().recorders.size === 0) {
    throw new ReplayError('NOT_TRACED', 'a replay knows calls by their spans: unset OTEL_SDK_DISABLED');
  }
  return async () => tracing?.shutdown();
}
