import type { HrTime } from '@opentelemetry/api';
import { errorType, now, quietly, type Step } from '@tracewright/instrumentation-core';
import { ATTEMPT_EVENT, OTEL } from '@tracewright/schema';
import { failureType } from './failure-type.ts';
import { present } from './json-reading.ts';
import { statusOf } from './sdk-shapes.ts';

interface FailedAttempt {
  readonly end: HrTime;
  /** `performance.now()` at the end. */
  readonly endMs: number;
  readonly status: number | undefined;
  readonly errorType: string;
}

/**
 * Follows the HTTP requests that one call makes: the SDK retries inside it. Each failed one becomes an event of the
 * call's span, with how long the client waited before the next.
 */
export class Attempts {
  readonly #step: Step;
  /** Those of the call that the same framework run made before. */
  readonly #earlier: Attempts | undefined;
  /** Requests of earlier calls. */
  readonly #before: number;
  #count = 0;
  #failed: FailedAttempt | undefined;
  /** With which the call failed; the next one may be that of another call. */
  #last: FailedAttempt | undefined;

  constructor(step: Step, earlier: Attempts | undefined) {
    this.#step = step;
    this.#earlier = earlier;
    this.#before = earlier?.total ?? 0;
  }

  /** Requests made for the step in all. */
  get total(): number {
    return this.#before + this.#count;
  }

  started(): void {
    const startMs = performance.now();
    if (this.#count === 0) this.#earlier?.reportLast(startMs);
    // A response that began well and is asked for again was cut off: the SDK gave up waiting for its body.
    else this.#report(this.#failed ?? failedNow('timeout', undefined), startMs);
    this.#count += 1;
    this.#failed = undefined;
    if (this.total > 1) this.#step.set({ [OTEL.httpRequestResendCount]: this.total - 1 });
  }

  answered(status: number): void {
    this.#failed = status < 400 ? undefined : failedNow(String(status), status);
  }

  unanswered(error: unknown): void {
    this.#failed = failedNow(connectionError(error), undefined);
  }

  /**
   * The call as a whole failed, with its last request, which is still to be reported. Never throws.
   *
   * @param type where it is known better than by the error
   */
  failed(error: unknown, type: string | undefined): void {
    if (this.#count === 0) return;
    quietly('noting a failed attempt', () => {
      this.#last = failedNow(type ?? errorType(error), statusOf(error));
    });
  }

  /**
   * Reports the request that the call failed with, once.
   *
   * @param nextMs `performance.now()` when the next request started; undefined where none follows
   */
  reportLast(nextMs?: number): void {
    const last = this.#last;
    this.#last = undefined;
    if (last !== undefined) this.#report(last, nextMs);
  }

  #report(failed: FailedAttempt, nextMs: number | undefined): void {
    const attributes = {
      [ATTEMPT_EVENT.status]: failed.status,
      [ATTEMPT_EVENT.waitMs]: nextMs === undefined ? undefined : Math.round(nextMs - failed.endMs),
      [ATTEMPT_EVENT.errorType]: failed.errorType,
    };
    this.#step.event(ATTEMPT_EVENT.name, present(attributes), failed.end);
  }
}

function failedNow(type: string, status: number | undefined): FailedAttempt {
  return { end: now(), endMs: performance.now(), status, errorType: type };
}

/** Node's code of a failed connection, which says more than the `TypeError` that `fetch` wraps it in. */
function connectionError(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return failureType(typeof code === 'string' ? code : undefined, errorType(error));
}
