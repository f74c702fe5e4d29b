import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { sentKey, sentSpans } from '../payloads/sent-spans.ts';
import { storedTable } from '../schema/table-engine.ts';
import { aroundPlaces } from '../trace-place.ts';
import type { KnownSpan, KnownTrace } from './known-traces.ts';

/**
 * Takes rows of spans out whose payloads are gone: somebody wrote them anew, as parts of their traces, while somebody else
 * took these out.
 *
 * @param traces between whose minutes they lie
 * @returns the traces that had any
 */
export async function deleteLostSpans(
  database: ClickHouseDatabase,
  workspaceId: string,
  traces: readonly KnownTrace[],
  spans: readonly KnownSpan[],
): Promise<ReadonlySet<string>> {
  const sent = await sentSpans(
    database,
    workspaceId,
    spans.map(({ block, columns }) => ({ ...columns, block })),
  );
  const lost = spans.filter(({ columns }) => !sent.has(sentKey(columns)));
  const params = { workspace: workspaceId };
  if (lost.length > 0) {
    // What has come once more since then has another block.
    const rows = lost.map(({ block, columns }) => `(x'${columns.traceId}', x'${columns.spanId}', ${block})`);
    await database.command(
      `DELETE FROM ${storedTable('spans', database.location)} WHERE ${aroundPlaces(traces)} AND (trace_id, span_id, block) IN (${rows.join()})`,
      params,
    );
  }
  return new Set(lost.map(({ columns }) => columns.traceId));
}

/** Takes the very rows of traces out that have been read, and none that came since. */
export async function deleteSummaries(
  database: ClickHouseDatabase,
  workspaceId: string,
  traces: readonly KnownTrace[],
): Promise<void> {
  if (traces.length === 0) return;
  const rows = traces.map(({ traceId, change }) => `(x'${traceId}', ${change})`);
  await database.command(
    `DELETE FROM ${storedTable('traces', database.location)} WHERE workspace = {workspace:String} AND (trace_id, change) IN (${rows.join()})`,
    { workspace: workspaceId },
  );
}
