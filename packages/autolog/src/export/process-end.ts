import { FLUSH_LISTENER } from '@tracewright/schema';

type Signal = 'SIGTERM' | 'SIGINT';

const SIGNALS: readonly Signal[] = ['SIGTERM', 'SIGINT'];

/**
 * Calls `onEnd` when the process is about to end: naturally, by `process.exit()`, by an uncaught error (all of these
 * emit `exit`) or by SIGTERM or SIGINT. Exit codes and signals stay what they were; there is no `uncaughtException`
 * listener, which would keep a failing process alive.
 *
 * @param onEnd Synchronous; must not throw. `isFinal` is false on a signal that the app handles itself: it may go on
 * for long, and the call comes again when it ends.
 * @returns stops listening.
 */
export function watchProcessEnd(onEnd: (isFinal: boolean) => void): () => void {
  const onExit = (): void => onEnd(true);
  const stops = SIGNALS.map((signal) => watchSignal(signal, onEnd));
  process.on('exit', onExit);
  return () => {
    process.off('exit', onExit);
    for (const stop of stops) stop();
  };
}

function watchSignal(signal: Signal, onEnd: (isFinal: boolean) => void): () => void {
  let isStopped = false;
  const listener = Object.assign(
    (): void => {
      // Gone before anybody else is asked: libraries such as signal-exit only let the process die once they are the
      // last to listen.
      process.off(signal, listener);
      const isFinal = process.listenerCount(signal) === 0;
      onEnd(isFinal);
      if (isFinal) process.kill(process.pid, signal);
      else setImmediate(listen).unref();
    },
    { [FLUSH_LISTENER]: true },
  );
  const listen = (): void => {
    if (!isStopped && !process.listeners(signal).includes(listener)) process.prependListener(signal, listener);
  };
  listen();
  return () => {
    isStopped = true;
    process.off(signal, listener);
  };
}
