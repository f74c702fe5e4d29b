import { IDLE_MS, Sleeper } from '../sleeper.ts';
import { type EraseLateDeps, eraseLate } from './erase-late.ts';
import { type RunErasureDeps, runErasure } from './run-erasure.ts';

/** How often what is not done is tried, and looked for what arrives late, ms. */
const INTERVAL_MS = 2_000;
/** How long after it has failed an erasure is tried again, ms. */
const RETRY_MS = 30_000;
/** How long traces of what is no longer watched are remembered beyond that, ms. */
const FORGET_EVERY_MS = 3_600_000;

export interface EraserDeps extends EraseLateDeps, RunErasureDeps {
  readonly spans: EraseLateDeps['spans'] & RunErasureDeps['spans'];
  readonly notes: RunErasureDeps['notes'];
  readonly erasures: RunErasureDeps['erasures'];
  /** Takes what was deleted out of the files, too. @returns whether nothing of it is left; default: there are none */
  readonly scrub?: () => Promise<boolean>;
}

/** Does what was asked to be erased, one after the other, and looks after what arrives late. */
export class Eraser {
  readonly #deps: EraserDeps;
  readonly #report: (error: unknown) => void;
  readonly #sleeper = new Sleeper();
  #forgottenMs = 0;
  /** What was deleted before this process began may be in the files as well. */
  #isToScrub = true;
  /** When erasures have failed that are tried again. */
  readonly #failedMs = new Map<string, number>();

  /** @param report Told of what stopped an erasure; it is tried again. */
  constructor(deps: EraserDeps, report: (error: unknown) => void) {
    this.#deps = deps;
    this.#report = report;
  }

  /** Looks at once. */
  wake(): void {
    this.#sleeper.wake();
  }

  /** @param signal Ends it: what is under way is finished to the next batch. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isIdle = await this.runOnce(signal).catch(this.#report);
      await this.#sleeper.sleep(isIdle === true ? IDLE_MS : INTERVAL_MS, signal);
    }
  }

  /** Everything that there is to do now. @returns whether nothing is to be expected until somebody asks for something */
  async runOnce(signal: AbortSignal): Promise<boolean> {
    const { erasures, nowMs } = this.#deps;
    const unfinished = await erasures.unfinished();
    for (const erasure of unfinished) {
      if (signal.aborted) return false;
      const failedMs = this.#failedMs.get(erasure.id);
      // Either way: a clock that was set back would have it wait until the clock has caught up.
      if (failedMs !== undefined && Math.abs(nowMs() - failedMs) < RETRY_MS) continue;
      try {
        await runErasure(erasure, this.#deps, signal);
        this.#isToScrub ||= !erasure.isDryRun;
      } catch (error) {
        this.#failedMs.set(erasure.id, nowMs());
        await erasures.note(erasure, {
          state: 'failed',
          error: error instanceof Error ? error.message : String(error),
        });
        this.#report(error);
      }
    }
    const { isAnyWatched, hasErased } = await eraseLate(this.#deps, signal);
    this.#isToScrub ||= hasErased;
    // Nobody was ever erased where nobody is watched and nothing was asked for.
    if (this.#isToScrub && (isAnyWatched || unfinished.length > 0)) {
      this.#isToScrub = !((await this.#deps.scrub?.()) ?? true);
    }
    if (Math.abs(nowMs() - this.#forgottenMs) >= FORGET_EVERY_MS) {
      await erasures.forgetTraces(nowMs());
      this.#forgottenMs = nowMs();
    }
    return unfinished.length === 0 && !isAnyWatched;
  }
}
