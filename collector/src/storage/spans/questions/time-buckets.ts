import type { AggregateInterval } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';

export type Interval = Exclude<AggregateInterval, 'auto'>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Shortest first. */
export const LENGTH_MS: Readonly<Record<Interval, number>> = {
  '1s': SECOND,
  '10s': 10 * SECOND,
  '1m': MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '1d': DAY,
  '1w': 7 * DAY,
};

const MAX_AUTO = 100;

/** Clocks of zones, by their names: making one takes milliseconds. */
const clocks = new Map<string, Intl.DateTimeFormat>();
/** There are some 600 zones, and names in any case for each. */
const MAX_CLOCKS = 100;

/** The shortest interval that cuts a time into at most 100 buckets. */
export function intervalFor(lengthMs: number): Interval {
  const fits = (Object.keys(LENGTH_MS) as Interval[]).find((each) => lengthMs / LENGTH_MS[each] <= MAX_AUTO);
  return fits ?? '1w';
}

/** Cuts time into buckets as the clocks and calendars of a time zone do. Times are ms since the Unix epoch. */
export class TimeBuckets {
  readonly #lengthMs: number;
  readonly #clock: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  /** The bucket that was asked for last: mostly the next one asked for, too. */
  #start = 0;
  #end = 0;

  /** @throws ApiError `INVALID_PARAMETER_VALUE` if there is no such zone. */
  constructor(interval: Interval, zone: string) {
    this.#lengthMs = LENGTH_MS[interval];
    this.#clock = clockOf(zone);
  }

  /** Where the bucket begins that a time lies in. */
  startOf(ms: number): number {
    if (ms >= this.#start && ms < this.#end) return this.#start;
    const start = this.#floor(ms);
    this.#start = start;
    this.#end = this.nextOf(start);
    return start;
  }

  /** Where the bucket after the one that begins there begins. */
  nextOf(start: number): number {
    // Days have 23 to 25 hours.
    return this.#lengthMs <= HOUR ? start + this.#lengthMs : this.#floor(start + this.#lengthMs + 1.5 * HOUR);
  }

  #floor(ms: number): number {
    const offset = this.#offsetMs(ms);
    // An hour that a zone has twice is two buckets.
    if (this.#lengthMs <= HOUR) return floorTo(ms + offset, this.#lengthMs) - offset;
    // Weeks begin on Monday; the epoch was a Thursday.
    const shift = this.#lengthMs > DAY ? 3 * DAY : 0;
    const local = floorTo(ms + offset + shift, this.#lengthMs) - shift;
    const near = local - this.#offsetMs(local - offset);
    return near <= ms ? near : local - offset;
  }

  /** How far the zone's clocks are ahead of UTC. They change at whole quarters of an hour. */
  #offsetMs(ms: number): number {
    const quarter = Math.floor(ms / (15 * MINUTE));
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const name =
      this.#clock.formatToParts(quarter * 15 * MINUTE).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d+)(?::(\d+))?(?::(\d+))?/.exec(name) ?? [];
    const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
    const offset = sign === '-' ? -size : size;
    this.#offsets.set(quarter, offset);
    return offset;
  }
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  try {
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    clocks.set(zone, clock);
    return clock;
  } catch (cause) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `zone: there is no time zone ${JSON.stringify(zone)}`, { cause });
  }
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
