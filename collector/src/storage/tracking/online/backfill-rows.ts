import type { OnlineBackfillRow } from './online-tables.ts';
import type { Backfill } from './online-work-store.ts';

/** Nanoseconds as decimal texts that sort as they count. */
const NS_LENGTH = 20;

/** Where it goes on. */
export function placeOf(after: Backfill['after']): Pick<OnlineBackfillRow, 'after_start_ns' | 'after_trace_id'> {
  return { after_start_ns: after ? padded(after.startNs) : null, after_trace_id: after?.traceId ?? null };
}

export function backfillOf(row: OnlineBackfillRow): Backfill {
  const { after_start_ns: startNs, after_trace_id: traceId } = row;
  return {
    id: row.backfill_id,
    scorerId: row.scorer_id,
    filter: row.filter,
    fromNs: BigInt(row.from_ns),
    toNs: BigInt(row.to_ns),
    after: startNs === null || traceId === null ? undefined : { startNs: BigInt(startNs), traceId },
  };
}

export function padded(ns: bigint): string {
  return ns.toString().padStart(NS_LENGTH, '0');
}
