import { Worker } from 'node:worker_threads';
import type { DriftMeasure } from '@tracewright/schema';
import type { DriftJob } from '../../monitors/drift-in-thread.ts';
import type { SampleComparing } from '../../monitors/measure-monitor.ts';
import type { FromOnlineThread, OnlineSettings, Scoring, ScoringJob, ToOnlineThread } from './online-protocol.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './online-worker.ts' : './online-worker.js', import.meta.url);

/** MiB. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };
/** A judge may answer twice, each within a minute. */
const JOB_MS = 180_000;
/**
 * A schema asks nobody, and its patterns take time by the length of a text or name and by how many names there are, each pattern by
 * itself; one that refers to itself may take long all the same.
 */
const SCHEMA_MS = 20_000;
/** A thread that has had nothing to do for so long gives its memory back. */
const IDLE_MS = 60_000;

/** The thread did not come to an end with a job: it was ended, and other jobs in it with it. */
export class ScoringLost extends Error {
  override readonly name = 'ScoringLost';
  /** Nothing was wrong: the collector ends. */
  readonly isClosing: boolean;

  constructor(message: string, isClosing: boolean) {
    super(message);
    this.isClosing = isClosing;
  }
}

type Result = Scoring | readonly DriftMeasure[];

/** Scores traces. */
export interface TraceScoring {
  /** @throws ScoringLost, or Error where something is wrong with us */
  score(job: ScoringJob): Promise<Scoring>;
}

/** Times that tests shorten, ms. */
export interface OnlineThreadTimes {
  readonly jobMs?: number;
  readonly idleMs?: number;
}

/**
 * The thread in which scorers run and samples are compared, so that neither requests nor the writer wait for one. It is started for the first job,
 * and once it is idle it ends; what holds it up too long, or takes too much memory, ends it as well.
 */
export class OnlineThread implements TraceScoring, SampleComparing {
  readonly #settings: OnlineSettings;
  readonly #times: Required<OnlineThreadTimes>;
  readonly #jobs = new Map<
    number,
    { readonly resolve: (result: Result) => void; readonly reject: (error: Error) => void }
  >();
  #thread: Worker | undefined;
  #nextId = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(settings: OnlineSettings, { jobMs = JOB_MS, idleMs = IDLE_MS }: OnlineThreadTimes = {}) {
    this.#settings = settings;
    this.#times = { jobMs, idleMs };
  }

  score(job: ScoringJob): Promise<Scoring> {
    const { jobMs } = this.#times;
    const limitMs = job.rule.kind === 'jsonSchema' ? Math.min(jobMs, SCHEMA_MS) : jobMs;
    return this.#run((id) => ({ id, job }), limitMs) as Promise<Scoring>;
  }

  compare(comparison: DriftJob): Promise<readonly DriftMeasure[]> {
    return this.#run((id) => ({ id, comparison }), this.#times.jobMs) as Promise<readonly DriftMeasure[]>;
  }

  async #run(message: (id: number) => ToOnlineThread, limitMs: number): Promise<Result> {
    if (this.#isClosed) throw new ScoringLost('the collector is closing', true);
    clearTimeout(this.#idle);
    const thread = this.#started();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#jobs.set(id, { resolve, reject });
    const why = `it did not come to an end within ${limitMs / 1_000} s`;
    const timer = setTimeout(() => this.#lose(why), limitMs).unref();
    thread.postMessage(message(id));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#jobs.delete(id);
      if (this.#jobs.size === 0) this.#idle = setTimeout(() => void this.#stop(), this.#times.idleMs).unref();
    }
  }

  /** What is under way is given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    this.#lose('the collector is closing');
    await this.#stop();
  }

  #started(): Worker {
    if (this.#thread !== undefined) return this.#thread;
    const thread = new Worker(WORKER, {
      workerData: this.#settings,
      name: 'tracewright-online',
      resourceLimits: LIMITS,
    });
    thread.unref();
    thread.on('message', (message: FromOnlineThread) => {
      const job = this.#jobs.get(message.id);
      if ('result' in message) job?.resolve(message.result);
      else job?.reject(new Error(message.failure));
    });
    const lost = (why: string): void => {
      if (this.#thread === thread) this.#lose(why);
    };
    thread.on('error', (error) => lost(error instanceof Error ? error.message : String(error)));
    thread.on('exit', () => lost('the thread has ended'));
    this.#thread = thread;
    return thread;
  }

  #lose(why: string): void {
    void this.#stop();
    for (const { reject } of this.#jobs.values()) reject(new ScoringLost(why, this.#isClosed));
  }

  async #stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}
