import type { ConditionalPrice } from '@pydantic/genai-prices';

const DAY_MS = 86_400_000;

/** Tells times apart by the number of the period that they fall into; within one, a price stays as it is. */
export type PeriodOf = (atMs: number) => number;

/**
 * The periods of a price with conditions: each date from which one holds begins a new one, and so does each time of
 * day at which one starts or ends, every day alike.
 */
export function pricePeriods(prices: readonly ConditionalPrice[]): PeriodOf {
  const dates: number[] = [];
  const timesOfDay: number[] = [];
  for (const { constraint } of prices) {
    if (constraint?.type === 'start_date') dates.push(new Date(constraint.start_date).getTime());
    else if (constraint !== undefined) timesOfDay.push(msOfDay(constraint.start_time), msOfDay(constraint.end_time));
  }
  return (atMs) => reached(dates, atMs) * (timesOfDay.length + 1) + reached(timesOfDay, modulo(atMs, DAY_MS));
}

/** `16:30:00Z`, or with an offset, as milliseconds of the day in UTC. */
function msOfDay(time: string): number {
  return modulo(Date.parse(`1970-01-01T${time}`), DAY_MS);
}

function reached(moments: readonly number[], atMs: number): number {
  let count = 0;
  for (const moment of moments) if (atMs >= moment) count++;
  return count;
}

/** Not negative before 1970 either. */
function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
