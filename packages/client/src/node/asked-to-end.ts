import { FLUSH_LISTENER } from '@tracewright/schema';

type Signal = 'SIGTERM' | 'SIGINT';

const SIGNALS: readonly Signal[] = ['SIGTERM', 'SIGINT'];
/** Whoever presses a key waits no longer. */
const LONGEST_MS = 5_000;

const waiting = new Set<() => Promise<void>>();
const listeners = new Map<Signal, () => void>();

/**
 * Calls `onEnd` when the process is asked to end by SIGINT or SIGTERM, and lets it end once all who listen are done.
 * Where the app handles the signal itself, ending is left to it.
 *
 * @param onEnd must not reject
 * @returns stops listening
 */
export function whenAskedToEnd(onEnd: () => Promise<void>): () => void {
  waiting.add(onEnd);
  for (const signal of SIGNALS) listen(signal);
  return () => {
    waiting.delete(onEnd);
    if (waiting.size > 0) return;
    for (const [signal, listener] of listeners) process.off(signal, listener);
    listeners.clear();
  };
}

function listen(signal: Signal): void {
  if (listeners.has(signal)) return;
  const listener = Object.assign(() => void endAll(signal, listener), { [FLUSH_LISTENER]: true });
  listeners.set(signal, listener);
  process.prependListener(signal, listener);
}

async function endAll(signal: Signal, listener: () => void): Promise<void> {
  const { promise: isLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LONGEST_MS);
  // Children before the runs that they are inside of.
  const ended = Promise.all([...waiting].reverse().map((onEnd) => onEnd()));
  await Promise.race([ended, isLate]);
  clearTimeout(timer);
  process.off(signal, listener);
  listeners.delete(signal);
  const isHandled = process.listeners(signal).some((other) => !(FLUSH_LISTENER in other));
  if (isHandled && waiting.size > 0) listen(signal);
  if (!isHandled) process.kill(process.pid, signal);
}
