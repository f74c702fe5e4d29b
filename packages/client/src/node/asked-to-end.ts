import { FLUSH_LISTENER } from '@tracewright/schema';

type Signal = 'SIGTERM' | 'SIGINT';

const SIGNALS: readonly Signal[] = ['SIGTERM', 'SIGINT'];
/** Whoever presses a key waits no longer. */
const LONGEST_MS = 5_000;

const waiting = new Set<() => Promise<void>>();
const listeners = new Map<Signal, () => void>();
let isEnding = false;

/**
 * Calls `onEnd` when the process is asked to end by SIGINT or SIGTERM, and lets it end once all who listen are done.
 * Where the app handles the signal itself, ending is left to it.
 *
 * @param onEnd must not reject
 * @returns stops listening
 */
export function whenAskedToEnd(onEnd: () => Promise<void>): () => void {
  waiting.add(onEnd);
  listen();
  return () => {
    waiting.delete(onEnd);
    // Whoever listens beside us would take our going for his turn to end the process.
    if (waiting.size === 0 && !isEnding) stopListening();
  };
}

function listen(): void {
  for (const signal of SIGNALS) {
    if (listeners.has(signal)) continue;
    const listener = Object.assign(() => void endAll(signal), { [FLUSH_LISTENER]: true });
    listeners.set(signal, listener);
    process.prependListener(signal, listener);
  }
}

function stopListening(): void {
  for (const [signal, listener] of listeners) process.off(signal, listener);
  listeners.clear();
}

async function endAll(signal: Signal): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // Before and after: one that listens once is gone by then, one that was added meanwhile is none of before.
  const wasHandled = isHandled(signal);
  const { promise: isLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LONGEST_MS);
  // Children before the runs that they are inside of.
  const ended = Promise.all([...waiting].reverse().map((onEnd) => onEnd()));
  await Promise.race([ended, isLate]);
  clearTimeout(timer);
  isEnding = false;
  stopListening();
  if (!wasHandled && !isHandled(signal)) process.kill(process.pid, signal);
  else if (waiting.size > 0) listen();
}

/** Whether somebody listens who decides by himself what becomes of the process. */
function isHandled(signal: Signal): boolean {
  return process.listeners(signal).some((listener) => !(FLUSH_LISTENER in listener));
}
