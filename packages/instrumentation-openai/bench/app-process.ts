import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AppAnswer } from './app.ts';
import type { Cost } from './measure.ts';

/** An app that runs until it is stopped. */
export interface AppProcess {
  /** Runs one round of a case. */
  round(caseName: string): Promise<Cost>;
  stop(): void;
}

/**
 * Starts an app.
 *
 * @param app the module that it runs, which takes the settings as JSON in its first argument
 * @throws Error if it ends before it is ready
 */
export async function startApp<Settings extends { readonly variant: string }>(
  app: URL,
  settings: Settings,
): Promise<AppProcess> {
  const child = fork(fileURLToPath(app), [JSON.stringify(settings)], {
    env: { ...process.env, OTEL_LOG_LEVEL: 'error' },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the app with ${settings.variant} ended with ${String(code)}`);
  });
  // Stopped in the end on purpose.
  ended.catch(() => {});
  const next = async (): Promise<AppAnswer> => {
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [AppAnswer];
    return answer;
  };
  await next();
  return {
    round: async (caseName) => {
      child.send(caseName);
      const answer = await next();
      if (answer === 'ready') throw new Error('the app started twice');
      return answer;
    },
    stop: () => {
      child.kill();
    },
  };
}
