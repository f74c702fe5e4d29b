import { isOutOfReach, REACH_AGAIN_MS } from '../http/out-of-reach.ts';
import { pause } from '../http/retry-wait.ts';
import { isTracewrightError } from '../http/tracewright-error.ts';
import { batchOf, countFitting, failureOf, type LogEntry } from './log-entry.ts';
import type { LogFailure } from './log-failure.ts';
import type { RunBatch } from './runs.ts';

/** So many entries do not wait. */
const MANY_ENTRIES = 1_000;
const WAIT_MS = 1_000;
/** After the server was out of reach. */
const WAIT_FOR_SERVER_MS = 10_000;

/**
 * Collects what a run logs and sends it in its order, many values in a request: once there are many, after a short
 * while, and when it is flushed. While the server is out of reach everything is kept.
 */
export class LogBuffer {
  readonly #send: (batch: RunBatch) => Promise<void>;
  #entries: LogEntry[] = [];
  #failures: LogFailure[] = [];
  #sending: Promise<void> = Promise.resolve();
  #isSending = false;
  /** Requests that the server has answered, whatever it said. */
  #answers = 0;
  /** Why what is here is kept; undefined while the server takes what it is sent. */
  #whyKept: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send Makes one request, once: what a server out of reach has not taken is sent again from here. */
  constructor(send: (batch: RunBatch) => Promise<void>) {
    this.#send = send;
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    const isDue = this.#entries.length >= MANY_ENTRIES && !this.#isSending && this.#whyKept === undefined;
    if (isDue) void this.#sendAll();
    else this.#sendLater(WAIT_MS);
  }

  /**
   * Resolves once everything that was added has been sent or has failed.
   *
   * @param untilMs of `performance.now()`: a server that is out of reach is tried until then, and one that takes something
   *   from time to time as long again after each time
   */
  async flush(untilMs: number): Promise<void> {
    const waitMs = untilMs - performance.now();
    for (let lastMs = untilMs; ; ) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      const answersBefore = this.#answers;
      await this.#sendAll();
      if (this.#entries.length === 0) return;
      if (this.#answers > answersBefore) lastMs = performance.now() + waitMs;
      if (performance.now() + REACH_AGAIN_MS > lastMs) return this.#inTurn(async () => this.#giveUp());
      await pause(REACH_AGAIN_MS, undefined);
    }
  }

  /** What has not arrived for certain: to send it once more changes nothing. */
  unsent(): readonly RunBatch[] {
    const batches: RunBatch[] = [];
    for (let at = 0; at < this.#entries.length; ) {
      const rest = this.#entries.slice(at);
      const fitting = countFitting(rest);
      batches.push(batchOf(rest.slice(0, fitting)));
      at += fitting;
    }
    return batches;
  }

  /** What has failed since this was last asked. */
  takeFailures(): readonly LogFailure[] {
    const failures = this.#failures;
    this.#failures = [];
    return failures;
  }

  #sendAll(): Promise<void> {
    this.#isSending = true;
    return this.#inTurn(() => this.#sendEntries()).finally(() => {
      this.#isSending = false;
    });
  }

  /** One at a time, since order counts. @param work must not reject */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#sending = this.#sending.then(work);
    return this.#sending;
  }

  /** All at once: to ask for each request would take as long as each may wait. */
  #giveUp(): void {
    const reason = this.#whyKept ?? new Error('the server was out of reach');
    // Spread into a call, as many as there may be by now would be too many arguments.
    this.#failures = [...this.#failures, ...this.#entries.map((entry) => failureOf(entry, reason))];
    this.#entries = [];
  }

  async #sendEntries(): Promise<void> {
    while (this.#entries.length > 0) {
      const part = this.#entries.slice(0, countFitting(this.#entries));
      const kept = await this.#sendPart(part);
      // What has come meanwhile stands behind.
      this.#entries = [...kept, ...this.#entries.slice(part.length)];
      if (kept.length > 0) {
        this.#sendLater(WAIT_FOR_SERVER_MS);
        return;
      }
    }
  }

  /**
   * Sends entries in one request, and finds what the server refuses, so that everything else arrives.
   *
   * @returns those that wait for a server out of reach
   */
  async #sendPart(entries: readonly LogEntry[]): Promise<readonly LogEntry[]> {
    const error = await this.#trySend(entries);
    if (error === undefined) {
      this.#isThere();
      return [];
    }
    const isAboutOne = isTracewrightError(error, ...ABOUT_A_VALUE) && entries.length > 1;
    // A request without any value is refused where the run itself takes none.
    const ofRun = isAboutOne ? await this.#trySend([]) : undefined;
    const reason = ofRun ?? error;
    if (isOutOfReach(reason)) {
      this.#whyKept = reason;
      return entries;
    }
    this.#isThere();
    if (!isAboutOne || ofRun !== undefined) {
      this.#failures.push(...entries.map((entry) => failureOf(entry, reason)));
      return [];
    }
    const middle = entries.length >> 1;
    const [first, second] = [entries.slice(0, middle), entries.slice(middle)];
    const kept = await this.#sendPart(first);
    return kept.length > 0 ? [...kept, ...second] : this.#sendPart(second);
  }

  #isThere(): void {
    this.#answers++;
    this.#whyKept = undefined;
  }

  async #trySend(entries: readonly LogEntry[]): Promise<Error | undefined> {
    try {
      await this.#send(batchOf(entries));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #sendLater(waitMs: number): void {
    if (this.#timer !== undefined) return;
    const timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#sendAll();
    }, waitMs);
    this.#timer = timer;
    // In Node.js it keeps no process alive: whoever wants to be sure ends the run.
    if (typeof timer === 'object') timer.unref();
  }
}

const ABOUT_A_VALUE = ['INVALID_PARAMETER_VALUE', 'BAD_REQUEST', 'PAYLOAD_TOO_LARGE', 'MALFORMED_REQUEST'] as const;
