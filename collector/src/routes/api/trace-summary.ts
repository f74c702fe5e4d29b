import { type TraceScore, type TraceSummary, toUsd } from '@tracewright/schema';
import type { TraceRow } from '../../storage/spans/span-store.ts';

/** A stored row as it goes on the wire. */
export function traceSummary(
  row: TraceRow,
  tags: Readonly<Record<string, string>>,
  scores: readonly TraceScore[],
): TraceSummary {
  return {
    traceId: row.traceId,
    // A client of MLflow's may have given it another name than its root has.
    name: tags['mlflow.traceName'] ?? row.name,
    startNs: row.startNs.toString(),
    durationMs: row.durationUs / 1_000,
    ttftMs: row.ttftUs < 0 ? null : row.ttftUs / 1_000,
    status: row.status,
    spanCount: row.spanCount,
    llmCount: row.llmCount,
    errorCount: row.errorCount,
    inputTokens: known(row.inputTokens),
    outputTokens: known(row.outputTokens),
    costUsd: row.costNanoUsd === -1 ? null : toUsd(row.costNanoUsd),
    isCostPartial: row.isCostPartial,
    isUsageEstimated: row.isUsageEstimated,
    models: row.models,
    service: said(row.service),
    experimentId: row.experimentId,
    sessionId: said(row.sessionId),
    userId: said(row.userId),
    preview: said(row.preview),
    tags,
    scores,
  };
}

function known(count: number): number | null {
  return count < 0 ? null : count;
}

function said(text: string): string | null {
  return text === '' ? null : text;
}
