import { report } from '@tracewright/instrumentation-core';
import type { CountableText } from './countable-text.ts';
import { type CountingThread, type CountReply, startCountingThread } from './counting-thread.ts';
import type { Encoding } from './encoding.ts';

/** What is to be counted; undefined fields are left out. */
export interface CountRequest {
  readonly encoding: Encoding;
  readonly input: CountableText | undefined;
  readonly output: CountableText | undefined;
}

/** Tokens. */
export interface TokenCounts {
  readonly input: number | undefined;
  readonly output: number | undefined;
}

/** Gets the counts, or undefined where there are none in the end. Called once, later. */
export type OnCounted = (counts: TokenCounts | undefined) => void;

/** Bounds of a {@link TokenCounter}. */
export interface CountingLimits {
  /** Longest wait for one count, loading the tokenizer included. */
  readonly timeoutMs: number;
  readonly maxWaiting: number;
  /** UTF-16 units of all texts that wait. */
  readonly maxLength: number;
  /** After so long without work the thread is ended: the tokenizer holds some 75 MB. */
  readonly idleMs: number;
}

const LIMITS: CountingLimits = { timeoutMs: 10_000, maxWaiting: 512, maxLength: 16 * 1024 * 1024, idleMs: 60_000 };

interface Waiting {
  readonly onCounted: OnCounted;
  readonly length: number;
  /** By `performance.now()`. */
  readonly dueMs: number;
}

/** Counts tokens in a thread of its own, which is started when it is first needed and keeps no process alive. */
export class TokenCounter {
  readonly #limits: CountingLimits;
  readonly #start: typeof startCountingThread;
  /** In the order in which they are counted. */
  readonly #waiting = new Map<number, Waiting>();
  #thread: CountingThread | undefined;
  #timer: NodeJS.Timeout | undefined;
  #length = 0;
  #lastId = 0;
  #isBroken = false;

  constructor(limits: Partial<CountingLimits> = {}, start: typeof startCountingThread = startCountingThread) {
    this.#limits = { ...LIMITS, ...limits };
    this.#start = start;
  }

  /** Loads the tokenizer, so that it is there when the first text is. Never throws. */
  load(): void {
    if (this.#thread !== undefined || this.#isBroken) return;
    try {
      this.#thread = this.#start(
        (reply) => this.#settle(reply),
        (error) => this.#giveUp(error),
      );
      this.#watch();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** @returns false if nothing will be counted: too much waits already, or there is no tokenizer */
  count(request: CountRequest, onCounted: OnCounted): boolean {
    const length = lengthOf(request.input) + lengthOf(request.output);
    if (this.#waiting.size >= this.#limits.maxWaiting || this.#length + length > this.#limits.maxLength) return false;
    this.load();
    if (this.#thread === undefined) return false;
    const id = ++this.#lastId;
    this.#thread.post({ id, ...request });
    this.#waiting.set(id, { onCounted, length, dueMs: performance.now() + this.#limits.timeoutMs });
    this.#length += length;
    this.#watch();
    return true;
  }

  /** Blocks until nothing waits any more, and gives up what is not counted in time. For the end of the process. */
  finishBlocking(timeoutMs: number): void {
    const endMs = performance.now() + timeoutMs;
    while (this.#waiting.size > 0 && this.#thread !== undefined) {
      const reply = this.#thread.next(endMs - performance.now());
      if (reply === undefined) break;
      this.#settle(reply);
    }
    this.#dropAll();
  }

  #settle({ id, input, output, failure }: CountReply): void {
    if (failure !== undefined) report('warn', `tracewright: tokens could not be counted: ${failure}`);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#length -= waiting.length;
    waiting.onCounted(failure === undefined ? { input, output } : undefined);
    if (this.#waiting.size === 0) this.#watch();
  }

  /** One timer for the oldest that waits, or for the thread where nothing does. */
  #watch(): void {
    if (this.#timer !== undefined && this.#waiting.size > 1) return;
    clearTimeout(this.#timer);
    const [oldest] = this.#waiting.values();
    const delayMs = oldest === undefined ? this.#limits.idleMs : oldest.dueMs - performance.now();
    this.#timer = setTimeout(() => this.#onTimer(), Math.max(0, delayMs)).unref();
  }

  #onTimer(): void {
    this.#timer = undefined;
    const [oldest] = this.#waiting.values();
    if (oldest !== undefined && oldest.dueMs > performance.now()) {
      this.#watch();
      return;
    }
    // Idle, or stuck in one text: what waits behind it would be late as well.
    if (oldest !== undefined)
      report('warn', 'tracewright: counting tokens takes too long; spans go out without estimates');
    this.#endThread();
    this.#dropAll();
  }

  #giveUp(error: unknown): void {
    this.#endThread();
    if (!this.#isBroken) report('warn', 'tracewright: tokens that no server reports cannot be counted', error);
    this.#isBroken = true;
    this.#dropAll();
  }

  #endThread(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#thread?.end();
    this.#thread = undefined;
  }

  #dropAll(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#length = 0;
    for (const { onCounted } of waiting) onCounted(undefined);
  }
}

/** Of the whole process: each counter has a tokenizer of its own. */
export const TOKEN_COUNTER: TokenCounter = new TokenCounter();

function lengthOf(text: CountableText | undefined): number {
  let length = 0;
  for (const { length: each } of text?.texts ?? []) length += each;
  return length;
}
