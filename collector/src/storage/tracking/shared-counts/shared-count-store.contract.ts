import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';

/** What every adapter has to do with counts of several collectors. */
export function sharedCountCases(open: OpenStores): void {
  test('each collector writes what it has counted and is told what all others have', async () => {
    const { sharedCounts } = await open();
    const write = (id: string, counts: Readonly<Record<string, number>>, added = 1) =>
      sharedCounts.write(id, new Map(Object.entries(counts).map(([key, total]) => [key, { total, added }])));
    await write('a', { k: 2 }, 2);
    await write('b', { k: 1, l: 0.5 });
    await write('a', { k: 3 });
    await write('a', {});
    const sorted = async (id: string) => [...(await sharedCounts.others(id))].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(await sorted('a')).toEqual([
      { collectorId: 'b', key: 'k', total: 1, added: 1 },
      { collectorId: 'b', key: 'l', total: 0.5, added: 1 },
    ]);
    expect(await sorted('b')).toEqual([{ collectorId: 'a', key: 'k', total: 3, added: 1 }]);
  });
}
