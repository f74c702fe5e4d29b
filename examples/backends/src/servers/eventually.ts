import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 200;

/**
 * Asks again and again until there is an answer; a question that fails counts as none.
 *
 * @throws Error naming what was waited for, with the last failure as its cause.
 */
export async function eventually<T>(what: string, timeoutMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const untilMs = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    await wait(PAUSE_MS);
  } while (performance.now() < untilMs);
  throw new Error(`${what}: not within ${timeoutMs / 1_000} s`, { cause });
}
