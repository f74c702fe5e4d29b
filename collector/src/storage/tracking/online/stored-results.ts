import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import type { NewWaiting } from './online-work-store.ts';

/** Others get to write in between. */
const PRUNED_AT_ONCE = 5_000;

/** Those that have been scored already, by {@link keyOf}. */
export async function doneAmong(
  transaction: TrackingQueries,
  workspaceId: string,
  traces: readonly NewWaiting[],
): Promise<ReadonlySet<string>> {
  const done = new Set<string>();
  for (const [scorerId, of] of Map.groupBy(traces, (trace) => trace.scorerId)) {
    const rows = await transaction
      .selectFrom('online_results')
      .select(['scorer_id', 'version', 'trace_id'])
      .where('workspace_id', '=', workspaceId)
      .where('scorer_id', '=', scorerId)
      .where('version', '=', of[0]!.version)
      .where(
        'trace_id',
        'in',
        of.map(({ traceId }) => traceId),
      )
      .execute();
    for (const { scorer_id, trace_id } of rows) done.add(`${scorer_id} ${trace_id}`);
  }
  return done;
}

/** A scorer and a trace, as one text. */
export function keyOf({ scorerId, traceId }: NewWaiting): string {
  return `${scorerId} ${traceId}`;
}

/** Takes out what was scored before a time, ms since 1970. */
export async function pruneResults(
  database: TrackingDatabase,
  workspaceId: string,
  olderThanMs: number,
): Promise<void> {
  for (let isOver = false; !isOver; ) {
    isOver = await database.write(async (transaction) => {
      const old = await transaction
        .selectFrom('online_results')
        .select('at_ms')
        .where('workspace_id', '=', workspaceId)
        .where('at_ms', '<', olderThanMs)
        .orderBy('at_ms')
        .limit(PRUNED_AT_ONCE)
        .execute();
      const last = old.at(-1);
      if (last === undefined) return true;
      await transaction
        .deleteFrom('online_results')
        .where('workspace_id', '=', workspaceId)
        .where('at_ms', '<=', last.at_ms)
        .execute();
      return old.length < PRUNED_AT_ONCE;
    });
  }
}
