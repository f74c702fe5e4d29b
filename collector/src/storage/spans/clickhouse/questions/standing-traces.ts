/** How the rows of `traces` that stand are read, as a part of a statement. */
export interface StandingTraces {
  /** What belongs to a trace, but is not kept by it, may lie on another shard than the trace does. */
  readonly isOnShards?: true;
  /** @param where what comes behind `WHERE` */
  readonly select: (columns: string, where: string) => string;
}

/** A row of `traces` of which a trace has another. */
export interface TraceVersion {
  /** Hex digits. */
  readonly traceId: string;
  readonly version: number;
  readonly change: number;
}

/** Of the rows of a trace the engine finds out which one stands. */
export const MERGED_TRACES: StandingTraces = {
  select: (columns, where) => `SELECT ${columns} FROM traces FINAL WHERE ${where}`,
};

/** The same where several servers share the table. */
export const SHARDED_TRACES: StandingTraces = { ...MERGED_TRACES, isOnShards: true };

/** Reads rows as they are. @param superseded all rows there are in whose place another one stands */
export function standingTraces(superseded: readonly TraceVersion[]): StandingTraces {
  if (superseded.length === 0) return { select: (columns, where) => `SELECT ${columns} FROM traces WHERE ${where}` };
  const rows = superseded.map(({ traceId, version, change }) => `(x'${traceId}', ${version}, ${change})`);
  const stands = `(trace_id, version, change) NOT IN (${rows.join(', ')})`;
  return { select: (columns, where) => `SELECT ${columns} FROM traces WHERE (${where}) AND ${stands}` };
}
