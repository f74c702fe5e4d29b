/**
 * Ends this process's work when the process that started it is gone. npm passes a signal on to its shell, and the shell
 * to nobody: without this, ending npm alone would leave everything below it running.
 */

const EVERY_MS = 500;

/**
 * @param {() => void} stop called once
 */
export function whenParentIsGone(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, EVERY_MS);
  timer.unref();
}
