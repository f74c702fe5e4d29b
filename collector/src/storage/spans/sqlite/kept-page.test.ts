import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { keptPage } from './kept-page.ts';
import type { KeptTrace } from './kept-traces.ts';
import { timeKey } from './trace-table.ts';

/** A trace of which nothing but its place matters. */
function trace(number: number, cost: number, startNs: bigint): KeptTrace {
  const key = timeKey(startNs);
  const traceId = number.toString(16).padStart(32, '0');
  return { number, cost, traceId, startHigh: Number(key >> 32n), startLow: Number(key & 0xffff_ffffn) } as KeptTrace;
}

test('pages follow each other without a gap, whatever is equal, and times beyond a double decide', () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    trace((index * 7_919) % 500, index % 3, (1n << 62n) + BigInt(index % 2)),
  );
  const pages: KeptTrace[] = [];
  for (let page = keptPage(many, 'cost', undefined, 7); page.length > 0; ) {
    pages.push(...page);
    const last = page.at(-1)!;
    const startNs = ((BigInt(last.startHigh) << 32n) + BigInt(last.startLow) + (1n << 63n)) as Nanos;
    page = keptPage(many, 'cost', { value: last.cost, startNs, traceId: last.traceId }, 7);
  }

  const places = pages.map(({ cost, startLow, number }) => [cost, startLow, number]);
  expect(places).toHaveLength(500);
  expect(places).toEqual(
    many
      .map(({ cost, startLow, number }) => [cost, startLow, number] as const)
      .sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]),
  );
});
