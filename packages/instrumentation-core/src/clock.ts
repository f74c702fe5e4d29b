import type { HrTime } from '@opentelemetry/api';

/** How far the two clocks may part, ms, before the machine is taken to have slept or to have been set. */
const MAX_DRIFT_MS = 20;

/** Epoch time of the monotonic clock's zero, ms. */
let originMs: number = performance.timeOrigin;

/**
 * Now, to the microsecond. One clock for all steps of the process, so that a child's times never stick out of its
 * parent's: the SDK's own span starts are cut to whole milliseconds.
 */
export function now(): HrTime {
  const monotonicMs = performance.now();
  const wallMs = Date.now();
  if (Math.abs(originMs + monotonicMs - wallMs) > MAX_DRIFT_MS) originMs = wallMs - monotonicMs;
  return toHrTime(originMs + monotonicMs);
}

/** When `performance.now()` gave this number; where only some of many moments come to be written down. */
export function timeAt(monotonicMs: number): HrTime {
  return toHrTime(originMs + monotonicMs);
}

function toHrTime(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1_000);
  return [seconds, Math.min(999_999_999, Math.round((epochMs - seconds * 1_000) * 1e6))];
}

/** The later of two times. */
export function later(a: HrTime, b: HrTime): HrTime {
  return a[0] > b[0] || (a[0] === b[0] && a[1] >= b[1]) ? a : b;
}
