/** A moment as URLs have it: `-15m`, `-1h`, `-7d` from now, or ms since the Unix epoch. Undefined: open. */
export type Moment = string | undefined;

/** Part of a page's URL. `to` is the first moment that is no longer meant. */
export interface TimeRange {
  readonly from: Moment;
  readonly to: Moment;
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds since the Unix epoch; undefined where the text is no moment. */
export function momentMs(moment: Moment, nowMs: number): number | undefined {
  if (moment === undefined) return undefined;
  const [, count, unit] = /^-(\d{1,5})([mhd])$/.exec(moment) ?? [];
  if (count !== undefined) return nowMs - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return /^\d{1,15}$/.test(moment) ? Number(moment) : undefined;
}

/** As the API takes it: decimal nanoseconds. */
export function momentNs(moment: Moment, nowMs: number): string | undefined {
  const ms = momentMs(moment, nowMs);
  return ms === undefined ? undefined : (BigInt(Math.round(ms)) * 1_000_000n).toString();
}

/** Ranges to choose from, by what `from` says. */
export const RANGES: readonly { readonly from: string; readonly label: string }[] = [
  { from: '-15m', label: 'Last 15 minutes' },
  { from: '-1h', label: 'Last hour' },
  { from: '-6h', label: 'Last 6 hours' },
  { from: '-24h', label: 'Last 24 hours' },
  { from: '-7d', label: 'Last 7 days' },
  { from: '-30d', label: 'Last 30 days' },
];

/** How a range is called: by its name, or by its ends in local time. */
export function rangeLabel({ from, to }: TimeRange, formatEnd: (ms: number) => string, nowMs: number): string {
  if (from === undefined && to === undefined) return 'All time';
  const known = to === undefined ? RANGES.find((range) => range.from === from) : undefined;
  if (known) return known.label;
  const [fromMs, toMs] = [momentMs(from, nowMs), momentMs(to, nowMs)];
  if (fromMs === undefined) return toMs === undefined ? 'All time' : `until ${formatEnd(toMs)}`;
  return toMs === undefined ? `since ${formatEnd(fromMs)}` : `${formatEnd(fromMs)} – ${formatEnd(toMs)}`;
}
