import type { HrTime, TimeInput } from '@opentelemetry/api';
import { hrTime, isTimeInputHrTime, millisToHrTime } from '@opentelemetry/core';
import { reportFailure } from '@tracewright/instrumentation-core';

const NANOS_PER_SECOND = 1_000_000_000;
/** OTLP's times are unsigned integers of 64 bits. */
const END_NS = 2 ** 64;

/** The moment that an app names; undefined where it names none, or one that OTLP cannot say. */
export function givenTime(time: TimeInput | null | undefined): HrTime | undefined {
  if (time === undefined || time === null) return undefined;
  try {
    const moment = momentOf(time);
    if (moment === undefined) return undefined;
    const sinceEpochNs = moment[0] * NANOS_PER_SECOND + moment[1];
    return sinceEpochNs >= 0 && sinceEpochNs < END_NS ? moment : undefined;
  } catch (error) {
    reportFailure('reading a time', error);
    return undefined;
  }
}

function momentOf(time: TimeInput): HrTime | undefined {
  if (isTimeInputHrTime(time)) return time;
  if (typeof time === 'number') {
    const nowMs = performance.now();
    // Anything later than that is a moment since the Unix epoch.
    return time > nowMs ? millisToHrTime(time) : hrTime(time + Date.now() - (nowMs + performance.timeOrigin));
  }
  return time instanceof Date ? millisToHrTime(time.getTime()) : undefined;
}
