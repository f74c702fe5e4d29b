/** The part of a trace that the bars show, µs from the trace's start. */
export interface TimeRange {
  readonly fromUs: number;
  /** Greater than `fromUs`. */
  readonly toUs: number;
}

/** Where something lies across the bar column, as shares of its width. */
export interface Extent {
  readonly left: number;
  readonly width: number;
}

/** Where an interval lies, clipped to the range; undefined where it is out of sight. */
export function extentOf({ fromUs, toUs }: TimeRange, startUs: number, endUs: number): Extent | undefined {
  if (endUs < fromUs || startUs > toUs) return undefined;
  const length = toUs - fromUs;
  const left = Math.max(0, (startUs - fromUs) / length);
  const right = Math.min(1, (endUs - fromUs) / length);
  return { left, width: Math.max(0, right - left) };
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

/** Writes a tick in the unit that suits the whole range: `0`, `250 ms`, `1.5 s`, `4:30`. */
export function formatTick(us: number, { fromUs, toUs }: TimeRange): string {
  if (us === 0) return '0';
  const length = toUs - fromUs;
  if (length < 2_000) return `${us} µs`;
  if (length < 2_000_000) return `${trim(us / 1_000)} ms`;
  if (length < 180_000_000) return `${trim(us / 1_000_000)} s`;
  const seconds = Math.round(us / 1_000_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function trim(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
