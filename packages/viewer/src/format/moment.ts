const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds since the Unix epoch of a wire timestamp, NaN where it is none. @param ns Decimal string. */
export function epochMs(ns: string): number {
  return /^\d{1,20}$/.test(ns) ? Number(BigInt(ns) / 1_000n) / 1_000 : Number.NaN;
}

/** Local time for a list: the clock alone for today, with the day before that. */
export function formatMoment(ms: number, nowMs: number): string {
  if (!Number.isFinite(ms)) return '–';
  const date = new Date(ms);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  if (date.toDateString() === new Date(nowMs).toDateString()) return clock;
  const year = date.getFullYear() === new Date(nowMs).getFullYear() ? '' : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${MONTHS[date.getMonth()]}${year} ${clock}`;
}

/** Local day: `5 Oct`. */
export function formatDay(ms: number): string {
  const date = new Date(ms);
  return `${date.getDate()} ${MONTHS[date.getMonth()]}`;
}

/** For tooltips: the moment in UTC to the millisecond. */
export function formatIso(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : '–';
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
