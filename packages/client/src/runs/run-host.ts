import type { SpelledRequest } from '../http/connection.ts';
import { ActiveRun, type RunParts } from './active-run.ts';

/** What runs take from where they run. */
export interface RunHost<R extends ActiveRun> {
  make(parts: RunParts): R;
  /** The run inside of which this is called. */
  current(): R | undefined;
  /** Does work inside of a run. */
  within<T>(run: R, work: () => T): T;
  /** What has to be there before a run begins. It never fails. */
  prepare(): Promise<void>;
  /** Who runs it and from where, as tags of a new run. It never fails. */
  origin(): Promise<Readonly<Record<string, string | undefined>>>;
  /**
   * Tells when the process is asked to end, and waits for what `onEnd` gives before it does.
   *
   * @returns takes that back
   */
  whenAskedToEnd(onEnd: () => Promise<void>): () => void;
  /**
   * Makes requests when the process exits, by whatever way it can still be made to wait.
   *
   * @param leftovers must not throw
   * @returns takes that back
   */
  whenExiting(leftovers: (exitCode: number) => readonly SpelledRequest[]): () => void;
  /** Begins to log how the machine is doing. @returns ends that */
  watchSystem(run: R, intervalMs: number): () => void;
}

/** Any place with `fetch`: runs know of each other only what they are told. */
export const BARE_HOST: RunHost<ActiveRun> = {
  make: (parts) => new ActiveRun(parts),
  current: () => undefined,
  within: (_, work) => work(),
  prepare: async () => {},
  origin: async () => ({}),
  whenAskedToEnd: () => () => {},
  whenExiting: () => () => {},
  watchSystem: () => () => {},
};
