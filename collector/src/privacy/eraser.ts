import { pause } from '../pause.ts';
import { type EraseLateDeps, eraseLate } from './erase-late.ts';
import { type RunErasureDeps, runErasure } from './run-erasure.ts';

/** How often it is looked for erasures that others were asked for, and for what arrives late, ms. */
const INTERVAL_MS = 2_000;
/** How long after it has failed an erasure is tried again, ms. */
const RETRY_MS = 30_000;
/** How long traces of what is no longer watched are remembered beyond that, ms. */
const FORGET_EVERY_MS = 3_600_000;

export type EraserDeps = EraseLateDeps & RunErasureDeps;

/** Does what was asked to be erased, one after the other, and looks after what arrives late. */
export class Eraser {
  readonly #deps: EraserDeps;
  readonly #report: (error: unknown) => void;
  #wake: AbortController = new AbortController();
  #forgottenMs = 0;
  /** When erasures may be tried again that have failed. */
  readonly #retryMs = new Map<string, number>();

  /** @param report Told of what stopped an erasure; it is tried again. */
  constructor(deps: EraserDeps, report: (error: unknown) => void) {
    this.#deps = deps;
    this.#report = report;
  }

  /** Looks at once. */
  wake(): void {
    this.#wake.abort();
  }

  /** @param signal Ends it: what is under way is finished to the next batch. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.runOnce(signal).catch(this.#report);
      await pause(INTERVAL_MS, AbortSignal.any([signal, this.#wake.signal]));
    }
  }

  /** Everything that there is to do now. */
  async runOnce(signal: AbortSignal): Promise<void> {
    const { erasures, nowMs } = this.#deps;
    for (const erasure of await erasures.unfinished()) {
      if (signal.aborted) return;
      if (nowMs() < (this.#retryMs.get(erasure.id) ?? 0)) continue;
      try {
        await runErasure(erasure, this.#deps, signal);
      } catch (error) {
        this.#retryMs.set(erasure.id, nowMs() + RETRY_MS);
        await erasures.note(erasure, {
          state: 'failed',
          error: error instanceof Error ? error.message : String(error),
        });
        this.#report(error);
      }
    }
    await eraseLate(this.#deps, signal);
    if (nowMs() - this.#forgottenMs < FORGET_EVERY_MS) return;
    await erasures.forgetTraces(nowMs());
    this.#forgottenMs = nowMs();
  }
}
