import { createPricer, type PriceOverride } from '@tracewright/pricing';
import { costColumns } from './normalise/reprice.ts';
import type { SpanRecord } from './storage/spans/span-record.ts';
import { ChunkTable } from './storage/spans/sqlite/chunk-table.ts';
import { type Repriced, type TimeRange, TraceRepricer } from './storage/spans/sqlite/reprice-traces.ts';
import { openSpanDatabase } from './storage/spans/sqlite/span-database.ts';

/**
 * Computes the costs of stored traces anew, by the prices that held when their calls were made. Figures that a provider
 * reported stay. A collector may run on the same file meanwhile.
 *
 * @param file Path of the span store.
 * @param prices What goes before the price list's.
 * @throws StoreError if the file cannot be opened, `PriceOverrideError` if a price cannot be used.
 */
export function repriceStore(file: string, range: TimeRange, prices: readonly PriceOverride[] = []): Repriced {
  const pricer = createPricer(prices);
  const reprice = (record: SpanRecord): SpanRecord => {
    const cost = costColumns(record, pricer);
    const isSame =
      cost.costNanoUsd === record.costNanoUsd &&
      cost.isCostPartial === record.isCostPartial &&
      cost.costSource === record.costSource;
    return isSame ? record : { ...record, ...cost };
  };
  const db = openSpanDatabase(file, false);
  try {
    return new TraceRepricer(db, new ChunkTable(db, () => {})).reprice(range, reprice);
  } finally {
    db.close();
  }
}
