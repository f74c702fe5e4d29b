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
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param send Takes one request; it tries again itself what is worth it. */
  constructor(send: (batch: RunBatch) => Promise<void>) {
    this.#send = send;
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length >= MANY_ENTRIES && !this.#isSending) void this.#sendAll(false);
    else this.#sendLater(WAIT_MS);
  }

  /**
   * Resolves once everything that was added has been sent or has failed.
   *
   * @param untilMs of `performance.now()`: a server that is out of reach is tried until then
   */
  async flush(untilMs: number): Promise<void> {
    for (;;) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      const isLast = performance.now() + REACH_AGAIN_MS > untilMs;
      await this.#sendAll(isLast);
      if (isLast || this.#entries.length === 0) return;
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

  /** One at a time, since order counts. */
  #sendAll(isLast: boolean): Promise<void> {
    this.#isSending = true;
    this.#sending = this.#sending
      .then(() => this.#sendEntries(isLast))
      .finally(() => {
        this.#isSending = false;
      });
    return this.#sending;
  }

  async #sendEntries(isLast: boolean): Promise<void> {
    while (this.#entries.length > 0) {
      const part = this.#entries.slice(0, countFitting(this.#entries));
      const kept = await this.#sendPart(part, isLast);
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
   * @returns those that wait for a server out of reach; none if this is the last time
   */
  async #sendPart(entries: readonly LogEntry[], isLast: boolean): Promise<readonly LogEntry[]> {
    const error = await this.#trySend(entries);
    if (error === undefined) return [];
    const isAboutOne = isTracewrightError(error, ...ABOUT_A_VALUE) && entries.length > 1;
    // A request without any value is refused where the run itself takes none.
    const ofRun = isAboutOne ? await this.#trySend([]) : undefined;
    const reason = ofRun ?? error;
    if (isOutOfReach(reason) && !isLast) return entries;
    if (!isAboutOne || ofRun !== undefined) {
      this.#failures.push(...entries.map((entry) => failureOf(entry, reason)));
      return [];
    }
    const middle = entries.length >> 1;
    const [first, second] = [entries.slice(0, middle), entries.slice(middle)];
    const kept = await this.#sendPart(first, isLast);
    return kept.length > 0 ? [...kept, ...second] : this.#sendPart(second, isLast);
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
      void this.#sendAll(false);
    }, waitMs);
    this.#timer = timer;
    // In Node.js it keeps no process alive: whoever wants to be sure ends the run.
    if (typeof timer === 'object') timer.unref();
  }
}

const ABOUT_A_VALUE = ['INVALID_PARAMETER_VALUE', 'BAD_REQUEST', 'PAYLOAD_TOO_LARGE', 'MALFORMED_REQUEST'] as const;
