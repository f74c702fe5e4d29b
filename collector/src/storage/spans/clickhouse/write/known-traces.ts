import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import type { SpanFacts } from '../questions/span-facts.ts';
import {
  FACTS_SELECT,
  PLACE_SELECT,
  readFacts,
  readPlace,
  readSpanColumns,
  SPAN_SELECT,
  type StoredRecord,
  versionOf,
} from '../span-rows.ts';
import { inPlaces } from '../trace-place.ts';
import type { StoredTrace } from '../trace-rows.ts';

/** What a row of `traces` says to whoever writes the next one of the same trace. */
export interface KnownTrace
  extends Pick<StoredTrace, 'version' | 'change' | 'claimedUs' | 'firstMinute' | 'lastMinute'> {
  readonly traceId: string;
  readonly experimentId: string;
  readonly hasPreview: boolean;
}

/** A span that stands, with what was last written of its part in the trace. */
export interface KnownSpan extends StoredRecord {
  readonly facts: SpanFacts;
}

/** The rows there are of some traces, the one that stands first. Several collectors may each have written one. */
export async function knownTraces(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: Iterable<string>,
): Promise<ReadonlyMap<string, readonly KnownTrace[]>> {
  const reader = await database.read(
    "SELECT trace_id, version, change, claimed_us, first_minute, last_minute, experiment_id, preview <> '' FROM traces " +
      `WHERE workspace = {workspace:String} AND trace_id IN ${idSet(traceIds, 16)}`,
    { workspace: workspaceId },
  );
  const rows = reader.all(
    (from): KnownTrace => ({
      traceId: from.id(16),
      version: from.int64(),
      change: from.int64(),
      claimedUs: from.int64(),
      firstMinute: from.uint32(),
      lastMinute: from.uint32(),
      experimentId: from.text(),
      hasPreview: from.flag(),
    }),
  );
  rows.sort((a, b) => b.version - a.version || b.change - a.change);
  return Map.groupBy(rows, ({ traceId }) => traceId);
}

/**
 * The spans that stand of some traces, by trace and span.
 *
 * @param onSuperseded is given each that lies elsewhere as well, and does not stand
 */
export async function knownSpans(
  database: ClickHouseDatabase,
  workspaceId: string,
  traces: readonly KnownTrace[],
  onSuperseded?: (span: KnownSpan) => void,
): Promise<ReadonlyMap<string, Map<string, KnownSpan>>> {
  const found = new Map<string, Map<string, KnownSpan>>(traces.map(({ traceId }) => [traceId, new Map()]));
  if (traces.length === 0) return found;
  const reader = await database.read(
    `SELECT arrived_us, ${PLACE_SELECT}, ${SPAN_SELECT}, ${FACTS_SELECT} FROM spans FINAL PREWHERE ${inPlaces(traces)}`,
    { workspace: workspaceId },
  );
  while (reader.hasMore) {
    const arrivedUs = reader.int64();
    const place = readPlace(reader);
    const columns = readSpanColumns(reader);
    const span = { arrivedUs, ...place, columns, facts: readFacts(reader) };
    const spans = found.get(columns.traceId);
    const other = spans?.get(columns.spanId);
    // One that claims another start than its beginning did lies at another place.
    const stands = other === undefined || isBefore(span, other);
    if (stands) spans?.set(columns.spanId, span);
    if (other !== undefined) onSuperseded?.(stands ? other : span);
  }
  return found;
}

function isBefore(a: StoredRecord, b: StoredRecord): boolean {
  const versionIn = (span: StoredRecord) => versionOf({ ...span, completeness: 0 });
  const [versionA, versionB] = [versionIn(a), versionIn(b)];
  // Of two that are alike, all collectors take the same.
  return versionA === versionB ? a.columns.startNs < b.columns.startNs : versionA > versionB;
}
