import type { Cost } from './measure.ts';

/** The costs of every round of one case, by variant. The same place in two lists is the same moment. */
export type Rounds = ReadonlyMap<string, readonly Cost[]>;

/** The middle value; the lower of the two where there is none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

/** One line of the table for each variant: the first is what the others are compared with. */
export function caseLines(name: string, rounds: Rounds): string[] {
  const [baseline, ...others] = [...rounds];
  if (baseline === undefined) return [];
  const [baseName, base] = baseline;
  const baseLine = row(
    name,
    baseName,
    `${micros(median(base.map((c) => c.callUs)))} (${micros(min(base, 'callUs'))})`,
    `${micros(median(base.map((c) => c.totalUs)))} (${micros(min(base, 'totalUs'))})`,
    kilobytes(median(base.map((c) => c.bytes))),
  );
  const added = (costs: readonly Cost[], key: keyof Cost): number =>
    median(costs.map((cost, i) => cost[key] - (base[i]?.[key] ?? Number.NaN)));
  const otherLines = others.map(([variant, costs]) =>
    row(
      name,
      variant,
      `${signed(micros(added(costs, 'callUs')))} (${signed(micros(min(costs, 'callUs') - min(base, 'callUs')))})`,
      `${signed(micros(added(costs, 'totalUs')))} (${signed(micros(min(costs, 'totalUs') - min(base, 'totalUs')))})`,
      signed(kilobytes(added(costs, 'bytes'))),
    ),
  );
  return [baseLine, ...otherLines];
}

/** Heads of {@link caseLines}. */
export const TABLE_HEAD: readonly string[] = [
  row('case', 'variant', 'CPU of the call, µs', 'and of sending its span, µs', 'allocated, kB'),
  row('-', '-', '-:', '-:', '-:'),
];

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function min(costs: readonly Cost[], key: keyof Cost): number {
  return Math.min(...costs.map((cost) => cost[key]));
}

function micros(value: number): string {
  return value.toFixed(0);
}

function kilobytes(value: number): string {
  return (value / 1024).toFixed(1);
}

function signed(text: string): string {
  return text.startsWith('-') ? text : `+${text}`;
}
