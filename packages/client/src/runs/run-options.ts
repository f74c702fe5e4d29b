import type { ActiveRun, ParamValue } from './active-run.ts';

/** How a run is started, or one that is there is taken up again. */
export interface RunOptions {
  /** Default: one made up by the server. */
  readonly name?: string;
  /** Takes this run up again; what it is called and where it belongs stays as it is. */
  readonly runId?: string;
  /** Name of its experiment, made if need be. Default: that of the run it is inside of, then that of `setExperiment`. */
  readonly experiment?: string;
  /** Goes before `experiment`. */
  readonly experimentId?: string;
  /** Inside of another run: a child of it (default), or with `false` a sibling. */
  readonly nested?: boolean;
  /** The run it is a child of. Default: the one it is started inside of. */
  readonly parent?: ActiveRun | string;
  /** Shown above what was logged, as Markdown. */
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, ParamValue | undefined>>;
  /** Ends the run as KILLED. */
  readonly signal?: AbortSignal;
  /**
   * How long `flush` and the end of the run, and each file on its way, wait for a server that is out of reach, in
   * milliseconds. What has not arrived then is lost, and named by the RunLogError. Default 30,000.
   */
  readonly flushTimeoutMs?: number;
  /** Logs processor, memory and delay of the event loop as `system/…`. Every 10 s, or as often as said. In Node.js. */
  readonly systemMetrics?: boolean | { readonly intervalMs: number };
}
