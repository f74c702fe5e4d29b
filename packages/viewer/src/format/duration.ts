import { grouped } from './grouped.ts';

/**
 * Writes a length of time with three figures, in the unit in which a person would say it.
 *
 * @param us Microseconds; negative where a clock went backwards.
 */
export function formatDuration(us: number): string {
  if (!Number.isFinite(us)) return '–';
  if (us < 0) return `−${formatDuration(-us)}`;
  if (us < 999.5) return `${Math.round(us)} µs`;
  if (us < 999_500) return `${threeFigures(us / 1_000)} ms`;
  if (us < 59_950_000) return `${threeFigures(us / 1_000_000)} s`;
  const seconds = Math.round(us / 1_000_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${twoDigits(Math.floor((seconds % 3_600) / 60))} m`;
}

/** Milliseconds to the microsecond, for places where parts have to add up: `12,400.250 ms`. */
export function formatExactMs(us: number): string {
  return `${grouped(us / 1_000, 3)} ms`;
}

function threeFigures(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
