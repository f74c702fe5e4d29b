import { StoreError } from '../store-error.ts';
import type { ClickHouseSpanStore } from './clickhouse/clickhouse-span-store.ts';

/**
 * Opens the store of spans on a server. What speaks to it is loaded only where it is wanted.
 *
 * @param url such as `clickhouse://host:8123/tracewright`
 * @throws StoreError if it cannot be opened, or what it needs is not installed.
 */
export async function openSpanServer(url: string): Promise<ClickHouseSpanStore> {
  const { openClickHouseSpans } = await import('./clickhouse/open-clickhouse-spans.ts').catch((cause: unknown) => {
    const needed = 'the package "@clickhouse/client" has to be installed';
    throw new StoreError('STORE_UNREACHABLE', `for spans in ClickHouse, ${needed}`, { cause });
  });
  return openClickHouseSpans(url);
}
