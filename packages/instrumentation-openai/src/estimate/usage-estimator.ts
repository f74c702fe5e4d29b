import type { Attributes } from '@opentelemetry/api';
import { quietly, type Step } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { CountRequest, TokenCounter, TokenCounts } from './token-counter.ts';

/** How long a process with nothing left to do waits for its last counts, ms: as long as a tokenizer loads. */
const LAST_COUNT_MS = 2_000;

/** Writes estimated usage on steps, and knows which of them still wait for it. */
export class UsageEstimator {
  readonly #counter: TokenCounter;
  /** In a set-up that does not know us, the last spans are sent when the process has nothing left to do. */
  readonly #onLastMoment = (): void => this.settleBlocking(LAST_COUNT_MS);
  #waiting = 0;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  /** Says that a call has begun whose usage will have to be estimated. */
  prepare(): void {
    // Starting a thread takes a millisecond or two, which the call itself need not wait for.
    setImmediate(() => this.#counter.load()).unref();
  }

  /** Has tokens counted for a step, which is not over before they are; its time of end stays what it is. */
  estimate(step: Step, request: CountRequest): void {
    const deliver = step.postpone();
    if (this.#waiting === 0) process.prependListener('beforeExit', this.#onLastMoment);
    this.#waiting += 1;
    const onCounted = (counts: TokenCounts | undefined) => {
      quietly('setting estimated usage', () => deliver(estimatedUsage(counts)));
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      process.off('beforeExit', this.#onLastMoment);
      this.#idle?.resolve();
    };
    if (quietly('counting tokens', () => this.#counter.count(request, onCounted)) !== true) onCounted(undefined);
  }

  /** Resolves when no step waits any more. Keeps the process alive meanwhile, a few seconds at most. */
  async settled(): Promise<void> {
    if (this.#waiting === 0) return;
    const hold = setInterval(() => {}, 60_000);
    this.#idle ??= Promise.withResolvers();
    try {
      await this.#idle.promise;
    } finally {
      clearInterval(hold);
      this.#idle = undefined;
    }
  }

  /** Blocks until no step waits any more; those not counted in time end without an estimate. */
  settleBlocking(timeoutMs: number): void {
    if (this.#waiting > 0) quietly('counting the last tokens', () => this.#counter.finishBlocking(timeoutMs));
  }
}

function estimatedUsage(counts: TokenCounts | undefined): Attributes | undefined {
  if (counts?.input === undefined && counts?.output === undefined) return undefined;
  return {
    [GEN_AI.usageInputTokens]: counts.input,
    [GEN_AI.usageOutputTokens]: counts.output,
    [TRACEWRIGHT.usageEstimated]: true,
  };
}
