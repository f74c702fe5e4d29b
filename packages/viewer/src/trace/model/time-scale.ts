import type { IdleTime } from './idle-time.ts';

/** The part of a trace that the bars show, µs from the trace's start. */
export interface TimeRange {
  readonly fromUs: number;
  /** Greater than `fromUs`. */
  readonly toUs: number;
}

/** How moments become places: evenly over the range, but for pauses that are cut short. */
export interface TimeScale extends TimeRange {
  /** In order, within the range. */
  readonly pauses: readonly Pause[];
  /** Of the whole width, for a µs outside pauses. */
  readonly sharePerUs: number;
}

/** A stretch of time that is drawn shorter than it was. */
export interface Pause extends TimeRange {
  /** Where it begins and how wide it is drawn, as shares of the width. */
  readonly left: number;
  readonly width: number;
}

/** A pause is cut short where it takes more than this part of the range, and is drawn this wide then. */
const PAUSE_WIDTH = 0.02;

/** A scale over a range. @param idle Stretches of time that need no room; absent where all is drawn as long as it was. */
export function timeScale({ fromUs, toUs }: TimeRange, idle?: IdleTime): TimeScale {
  const cut: TimeRange[] = [];
  for (let at = 0; idle && at < idle.startUs.length; at++) {
    const pause = { fromUs: Math.max(fromUs, idle.startUs[at]!), toUs: Math.min(toUs, idle.endUs[at]!) };
    if (pause.toUs - pause.fromUs > (toUs - fromUs) * PAUSE_WIDTH * 1.5) cut.push(pause);
  }
  const cutUs = cut.reduce((sum, pause) => sum + pause.toUs - pause.fromUs, 0);
  const sharePerUs = (1 - cut.length * PAUSE_WIDTH) / Math.max(1, toUs - fromUs - cutUs);
  let beforeUs = 0;
  const pauses = cut.map((pause, at) => {
    const left = (pause.fromUs - fromUs - beforeUs) * sharePerUs + at * PAUSE_WIDTH;
    beforeUs += pause.toUs - pause.fromUs;
    return { ...pause, left, width: PAUSE_WIDTH };
  });
  return { fromUs, toUs, pauses, sharePerUs };
}

/** Where a moment lies, as a share of the width; outside 0 to 1 where it is out of sight. */
export function shareAt({ fromUs, pauses, sharePerUs }: TimeScale, us: number): number {
  let sinceUs = fromUs;
  let share = 0;
  for (const pause of pauses) {
    if (us < pause.fromUs) break;
    if (us < pause.toUs) return pause.left + ((us - pause.fromUs) / (pause.toUs - pause.fromUs)) * pause.width;
    sinceUs = pause.toUs;
    share = pause.left + pause.width;
  }
  return share + (us - sinceUs) * sharePerUs;
}

/** The moment at a share of the width: the inverse of {@link shareAt}. */
export function momentAt({ fromUs, pauses, sharePerUs }: TimeScale, share: number): number {
  let sinceUs = fromUs;
  let before = 0;
  for (const pause of pauses) {
    if (share < pause.left) break;
    if (share < pause.left + pause.width)
      return pause.fromUs + ((share - pause.left) / pause.width) * (pause.toUs - pause.fromUs);
    sinceUs = pause.toUs;
    before = pause.left + pause.width;
  }
  return sinceUs + (share - before) / sharePerUs;
}

/** Where something lies across the bar column, as shares of its width. */
export interface Extent {
  readonly left: number;
  readonly width: number;
}

/** Where an interval lies, clipped to the range; undefined where it is out of sight. */
export function extentOf(scale: TimeScale, startUs: number, endUs: number): Extent | undefined {
  if (endUs < scale.fromUs || startUs > scale.toUs) return undefined;
  const left = Math.max(0, shareAt(scale, startUs));
  return { left, width: Math.max(0, Math.min(1, shareAt(scale, endUs)) - left) };
}

/** Steps that people can count in, µs, beyond powers of ten. */
const LONG_STEPS = [60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400].map((seconds) => seconds * 1e6);

/** Round moments for an axis, µs: at most `maxTicks` of them within the range. */
export function axisTicks({ fromUs, toUs }: TimeRange, maxTicks: number): readonly number[] {
  const step = roundStep((toUs - fromUs) / Math.max(1, maxTicks));
  const ticks: number[] = [];
  for (let tick = Math.ceil(fromUs / step) * step; tick <= toUs && ticks.length < maxTicks; tick += step)
    ticks.push(tick);
  return ticks;
}

function roundStep(atLeastUs: number): number {
  if (atLeastUs > 30e6)
    return LONG_STEPS.find((step) => step >= atLeastUs) ?? Math.ceil(atLeastUs / 86_400e6) * 86_400e6;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeastUs)));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= atLeastUs) ?? 10;
  return step * power;
}

/** Writes a tick in the unit that suits the whole range: `0`, `250 ms`, `1.5 s`, `4:30`, `2:30 h`. */
export function formatTick(us: number, { fromUs, toUs }: TimeRange): string {
  if (us === 0) return '0';
  const length = toUs - fromUs;
  if (length < 2_000) return `${us} µs`;
  if (length < 2_000_000) return `${trim(us / 1_000)} ms`;
  if (length < 180_000_000) return `${trim(us / 1_000_000)} s`;
  const seconds = Math.round(us / 1_000_000);
  const twoDigits = (count: number) => String(count).padStart(2, '0');
  if (length < 7_200_000_000) return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(seconds / 3_600)}:${twoDigits(Math.floor(seconds / 60) % 60)} h`;
}

function trim(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
