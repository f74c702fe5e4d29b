import type { TraceRow } from '../span-store.ts';

/** What most figures take of a trace, which is cheaper to read than the whole of its row. */
export interface LightRow
  extends Pick<
    TraceRow,
    | 'traceId'
    | 'durationUs'
    | 'status'
    | 'inputTokens'
    | 'outputTokens'
    | 'costNanoUsd'
    | 'isCostPartial'
    | 'models'
    | 'name'
    | 'service'
    | 'sessionId'
    | 'userId'
    | 'runId'
    | 'experimentId'
  > {
  /** Since the Unix epoch, rounded down. */
  readonly startMs: number;
}

export type LightField = keyof LightRow;

export function lightRow(row: TraceRow): LightRow {
  return { ...row, startMs: Number(row.startNs / 1_000_000n) };
}
