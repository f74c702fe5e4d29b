import { formatDay } from '../../format/moment.ts';

const DAY_MS = 86_400_000;

/** How a bucket is called on an axis: the clock within a day, the day beyond, both where neither is enough. */
export function axisLabel(startMs: number, stepMs: number, lengthMs: number): string {
  if (stepMs >= DAY_MS) return formatDay(startMs);
  const clock = clockOf(startMs, stepMs < 60_000);
  return lengthMs > DAY_MS ? `${formatDay(startMs)} ${clock}` : clock;
}

/** How a bucket is called where there is room: from when to when. */
export function bucketLabel(startMs: number, endMs: number): string {
  const hasSeconds = endMs - startMs < 60_000;
  const isSameDay = formatDay(startMs) === formatDay(endMs);
  const end = clockOf(endMs, hasSeconds);
  return `${formatDay(startMs)} ${clockOf(startMs, hasSeconds)} – ${isSameDay ? end : `${formatDay(endMs)} ${end}`}`;
}

function clockOf(ms: number, hasSeconds: boolean): string {
  const date = new Date(ms);
  const parts = [date.getHours(), date.getMinutes(), ...(hasSeconds ? [date.getSeconds()] : [])];
  return parts.map(twoDigits).join(':');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
