import { createPricer, type PriceOverride } from '@tracewright/pricing';
import { costColumns } from './normalise/reprice.ts';
import { openSpanServer } from './storage/spans/open-span-server.ts';
import type { Reprice, Repriced, TimeRange } from './storage/spans/reprice.ts';
import { ChunkTable } from './storage/spans/sqlite/chunk-table.ts';
import { TraceRepricer } from './storage/spans/sqlite/reprice-traces.ts';
import { openSpanDatabase } from './storage/spans/sqlite/span-database.ts';

/**
 * Computes the costs of stored traces anew, by the prices that held when their calls were made. Figures that a provider
 * reported stay. Collectors may run on the same store meanwhile.
 *
 * @param place Path of the span store, or `clickhouse://…` where spans are kept there.
 * @param prices What goes before the price list's.
 * @throws StoreError if the store cannot be opened, `PriceOverrideError` if a price cannot be used, ApiError
 * `TEMPORARILY_UNAVAILABLE` if the server goes away; what has been written anew by then stays so.
 */
export async function repriceStore(
  place: string,
  range: TimeRange,
  prices: readonly PriceOverride[] = [],
): Promise<Repriced> {
  const reprice = repriceBy(prices);
  return place.startsWith('clickhouse:') ? repriceServer(place, range, reprice) : repriceFile(place, range, reprice);
}

function repriceBy(prices: readonly PriceOverride[]): Reprice {
  const pricer = createPricer(prices);
  return (record) => {
    const cost = costColumns(record, pricer);
    const isSame =
      cost.costNanoUsd === record.costNanoUsd &&
      cost.isCostPartial === record.isCostPartial &&
      cost.costSource === record.costSource;
    return isSame ? record : { ...record, ...cost };
  };
}

function repriceFile(file: string, range: TimeRange, reprice: Reprice): Repriced {
  const db = openSpanDatabase(file, false);
  try {
    return new TraceRepricer(db, new ChunkTable(db, () => {})).reprice(range, reprice);
  } finally {
    db.close();
  }
}

async function repriceServer(url: string, range: TimeRange, reprice: Reprice): Promise<Repriced> {
  const store = await openSpanServer(url);
  try {
    return await store.reprice(range, reprice);
  } finally {
    await store.close();
  }
}
