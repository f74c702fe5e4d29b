import { applyRetention, type RetentionDeps, type RetentionRules } from './apply-retention.ts';

/** How often it is looked for what is to go. */
const INTERVAL_MS = 3_600_000;

/** Applies rules right away and every hour, never twice at a time. */
export class RetentionTimer {
  readonly #timer: NodeJS.Timeout;
  #running: Promise<unknown> = Promise.resolve();

  /** @param report Told of what stopped it; it is tried again an hour later. */
  constructor(rules: RetentionRules, deps: RetentionDeps, report: (error: unknown) => void) {
    const apply = (): void => {
      this.#running = this.#running.then(() => applyRetention(rules, deps)).catch(report);
    };
    apply();
    this.#timer = setInterval(apply, INTERVAL_MS);
    this.#timer.unref();
  }

  /** What is under way is finished first. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
