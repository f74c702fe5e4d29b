import { type Nanos, type NanoUsd, STEP_KINDS } from '@tracewright/schema';
import type { SpanColumns } from '../../span-store.ts';
import type { SkeletonSpan } from '../../trace-skeleton.ts';
import type { ChunkColumns, ParentIds } from './chunk-columns.ts';
import { FLAG, SECTION } from './section.ts';

/** The span of a row as far as a skeleton needs it, at half the cost of {@link spanOfRow}. */
export function skeletonSpanOfRow(
  columns: ChunkColumns,
  row: number,
  spanId: string,
  parents: ParentIds,
): SkeletonSpan {
  const flags = columns.number(SECTION.flags, row);
  const startNs = columns.wide(SECTION.startLow, SECTION.startHigh, row);
  return {
    spanId,
    parentSpanId: parents.parentSpanId,
    fallbackParentSpanId: parents.fallbackParentSpanId,
    name: columns.text(SECTION.name, row),
    kind: STEP_KINDS[columns.number(SECTION.kind, row)] ?? 'task',
    otelKind: columns.number(SECTION.otelKind, row),
    startNs: startNs as Nanos,
    endNs: (startNs + columns.wide(SECTION.lengthLow, SECTION.lengthHigh, row)) as Nanos,
    statusCode: columns.number(SECTION.status, row) as 0 | 1 | 2,
    isPending: (flags & FLAG.pending) !== 0,
    service: columns.text(SECTION.service, row),
    model: columns.text(SECTION.model, row),
    ttftUs: columns.number(SECTION.ttftUs, row),
    inputTokens: columns.number(SECTION.inputTokens, row),
    outputTokens: columns.number(SECTION.outputTokens, row),
    isStreamInput: (flags & FLAG.streamInput) !== 0,
    costNanoUsd: columns.number(SECTION.costNanoUsd, row) as NanoUsd | -1,
  };
}

/** The span of a row without its payload. */
export function spanOfRow(
  columns: ChunkColumns,
  row: number,
  traceId: string,
  spanId: string,
  parents: ParentIds,
): SpanColumns {
  const flags = columns.number(SECTION.flags, row);
  return {
    traceId,
    ...skeletonSpanOfRow(columns, row, spanId, parents),
    provider: columns.text(SECTION.provider, row),
    cacheReadTokens: columns.number(SECTION.cacheReadTokens, row),
    cacheWriteTokens: columns.number(SECTION.cacheWriteTokens, row),
    reasoningTokens: columns.number(SECTION.reasoningTokens, row),
    isUsageEstimated: (flags & FLAG.usageEstimated) !== 0,
    isCostPartial: (flags & FLAG.costPartial) !== 0,
    costSource: columns.text(SECTION.costSource, row),
    sessionId: columns.text(SECTION.sessionId, row),
    userId: columns.text(SECTION.userId, row),
    runId: columns.text(SECTION.runId, row),
    promptName: columns.text(SECTION.promptName, row),
    promptVersion: columns.text(SECTION.promptVersion, row),
    preview: columns.preview(row),
  };
}
