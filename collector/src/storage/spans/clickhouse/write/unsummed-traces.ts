import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { KnownTrace } from './known-traces.ts';

/** How far back it is looked: whoever has failed comes back within that time, or what it left stays until it is sent again. */
const LOOKED_BACK = 'INTERVAL 1 HOUR';
/** Of `versionOf` and `traceVersion`: how much of its trace was known when a row was written. */
const KNOWN_BY_SPAN = 'bitAnd(version, 1048575)';
const KNOWN_BY_TRACE = 'intDiv(version, 1024)';

/** A trace that has spans which its summary, if there is one, knows nothing of: they came, and it was not written any more. */
export interface UnsummedTrace {
  readonly workspaceId: string;
  /** What its spans say in place of a row. */
  readonly trace: KnownTrace;
}

/** Traces of which an append has stored spans lately, and no summary: it failed half-way, or is just about to. */
export async function unsummedTraces(database: ClickHouseDatabase): Promise<readonly UnsummedTrace[]> {
  const reader = await database.read(
    'SELECT workspace, trace_id, claimed, first, last, experiment FROM ' +
      `(SELECT workspace, trace_id, max(${KNOWN_BY_SPAN}) AS known, min(minute) AS first, max(minute) AS last, ` +
      "minIf(arrived_us, parent_span_id = toFixedString('', 8)) AS claimed, argMax(experiment_id, version) AS experiment " +
      `FROM spans WHERE received > now() - ${LOOKED_BACK} AND is_gone = 0 GROUP BY workspace, trace_id) AS found ` +
      `LEFT JOIN (SELECT workspace, trace_id, max(${KNOWN_BY_TRACE}) AS summed FROM traces ` +
      // The summary is the later change; its number may be ahead by what clocks differ.
      `WHERE change > toUnixTimestamp64Micro(now64(6) - ${LOOKED_BACK} - ${LOOKED_BACK}) GROUP BY workspace, trace_id) AS told ` +
      'USING (workspace, trace_id) WHERE summed < known',
  );
  return reader.all((from) => {
    const workspaceId = from.text();
    const traceId = from.id(16);
    const claimedUs = Number(from.uint64());
    const [firstMinute, lastMinute, experimentId] = [from.uint32(), from.uint32(), from.text()];
    const place = { traceId, claimedUs, firstMinute, lastMinute, experimentId };
    return { workspaceId, trace: { ...place, version: 0, change: 0, hasPreview: false } };
  });
}
