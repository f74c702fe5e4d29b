import type { HrTime } from '@opentelemetry/api';
import { errorType, now, type Step } from '@tracewright/instrumentation-core';
import { ATTEMPT_EVENT, OTEL } from '@tracewright/schema';
import { present } from './json-reading.ts';

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
  /** Requests that earlier calls of the same framework run made. */
  readonly #before: number;
  #count = 0;
  #failed: FailedAttempt | undefined;

  constructor(step: Step, before: number) {
    this.#step = step;
    this.#before = before;
  }

  /** Requests made for the step in all. */
  get total(): number {
    return this.#before + this.#count;
  }

  started(): void {
    const startMs = performance.now();
    // A response that began well and is asked for again was cut off: the SDK gave up waiting for its body.
    if (this.#count > 0) this.#report(this.#failed ?? failedNow('timeout', undefined), startMs);
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

  /** The call as a whole failed, with its last request. */
  failed(type: string, status: number | undefined): void {
    if (this.#count === 0) return;
    this.#report(failedNow(type, status), undefined);
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
  return typeof code === 'string' ? code : errorType(error);
}
