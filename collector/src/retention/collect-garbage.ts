import { join } from 'node:path';
import type { Nanos } from '@tracewright/schema';
import { Closers } from '../closers.ts';
import { type BlobPlace, openBlobStore } from '../storage/blobs/open-blob-store.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { openSpanQueries } from '../storage/spans/query-threads/span-queries.ts';
import { openStores, type StorePlace } from '../storage/tracking/open-stores.ts';
import { applyRetention, planRetention, type RetentionRules, type TakenOut } from './apply-retention.ts';
import { applyRunRetention } from './apply-run-retention.ts';
import { type PlannedRun, plannedRuns } from './planned-runs.ts';
import { agesOfAll } from './rules-of-all.ts';
import type { RunRules } from './run-rules.ts';
import { withTraceFiles } from './with-trace-files.ts';

/** What was or would be taken out, and of how many traces and runs. */
export interface Garbage extends TakenOut {
  readonly total: number;
  readonly runs: {
    readonly total: number;
    readonly tooOld: number;
    /** Those that would go; undefined once they are gone. */
    readonly planned: readonly PlannedRun[] | undefined;
  };
}

/** Where spans are kept. */
export interface SpanPlace {
  /** Of a server; undefined: a file in the folder. */
  readonly spansUrl: string | undefined;
}

/** How much is kept. */
export interface GarbageRules {
  readonly traces: Omit<RetentionRules, 'workspaces'>;
  readonly runs: RunRules;
}

/**
 * Applies rules of retention to a folder's stores once, beside a collector that may be running on them.
 *
 * @param place A folder with stores in it.
 * @throws StoreError if a store cannot be opened.
 */
export async function collectGarbage(
  place: StorePlace & BlobPlace & SpanPlace,
  rules: GarbageRules,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<Garbage> {
  const opened = new Closers();
  try {
    const spans = await openSpanQueries({ file: join(place.dataDir, 'spans.db'), spansUrl: place.spansUrl });
    opened.add(() => spans.close());
    const blobs = await openBlobStore(place);
    const stores = withTraceFiles(await openStores(place), { blobs, payloads: new TracePayloads(blobs) });
    opened.add(() => stores.close());
    const traceDeps = { spans, notes: stores.notes, nowNs: () => (BigInt(Date.now()) * 1_000_000n) as Nanos };
    const { traceCount: total } = await spans.stats();
    const workspaces = await agesOfAll(stores);
    const traceRules = { ...rules.traces, workspaces };
    const traces = await (isDryRun ? planRetention : applyRetention)(traceRules, traceDeps);
    const runDeps = { stores, blobs, nowMs: Date.now };
    let runCount = 0;
    let tooOld = 0;
    const planned: PlannedRun[] = [];
    for (const { workspaceId } of workspaces) {
      runCount += await stores.runRetention.count(workspaceId);
      if (isDryRun) planned.push(...(await plannedRuns(workspaceId, rules.runs, runDeps)));
      else tooOld += await applyRunRetention(workspaceId, rules.runs, runDeps);
    }
    const runs = isDryRun ? { tooOld: planned.length, planned } : { tooOld, planned: undefined };
    return { ...traces, total, runs: { total: runCount, ...runs } };
  } finally {
    await opened.close();
  }
}
