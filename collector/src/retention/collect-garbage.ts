import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import { Closers } from '../closers.ts';
import { openSpanQueries } from '../storage/spans/sqlite/span-queries.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { applyRetention, planRetention, type RetentionRules, type TakenOut } from './apply-retention.ts';

/** What was or would be taken out, and of how many traces. */
export interface Garbage extends TakenOut {
  readonly total: number;
}

/**
 * Applies rules of retention to a folder's stores once, beside a collector that may be running on them.
 *
 * @param dataDir A folder with stores in it.
 * @throws StoreError if a store cannot be opened.
 */
export async function collectGarbage(
  dataDir: string,
  limits: Omit<RetentionRules, 'workspaceId'>,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<Garbage> {
  const opened = new Closers();
  try {
    const spans = await openSpanQueries({ file: join(dataDir, 'spans.db') });
    opened.add(() => spans.close());
    const { notes, close } = await openTrackingStores({ file: join(dataDir, 'tracking.db') });
    opened.add(close);
    const rules = { ...limits, workspaceId: DEFAULT_WORKSPACE_ID };
    const deps = { spans, notes, nowNs: () => (BigInt(Date.now()) * 1_000_000n) as Nanos };
    const { traceCount: total } = await spans.stats();
    return { ...(await (isDryRun ? planRetention : applyRetention)(rules, deps)), total };
  } finally {
    await opened.close();
  }
}
