import type { ErasureCounts } from '@tracewright/schema';
import { compare } from '../filter/expression.ts';
import type { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import { type ErasureStore, NO_COUNTS, type StoredErasure } from '../storage/tracking/privacy/erasure-store.ts';
import type { TraceContents } from '../storage/tracking/privacy/trace-contents.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';

/** Everywhere that something of a trace is kept. */
export interface EraseDeps {
  readonly spans: Pick<SpanStore, 'listTraces' | 'deleteTraces'>;
  /** Whose traces take their files along. */
  readonly notes: Pick<TraceNoteStore, 'deleteTraces'>;
  readonly payloads: Pick<TracePayloads, 'count'>;
  readonly contents: Pick<TraceContents, 'count' | 'deleteRecords'>;
  readonly erasures: Pick<ErasureStore, 'addTraces'>;
}

/** What there is of some traces, a thousand at most. */
export async function countTraces(
  { workspaceId }: Pick<StoredErasure, 'workspaceId'>,
  traceIds: readonly string[],
  { spans, payloads, contents }: Omit<EraseDeps, 'erasures'>,
): Promise<ErasureCounts> {
  const filter = compare('id', 'in', ...traceIds);
  const { rows } = await spans.listTraces({ workspaceId, filter, limit: traceIds.length });
  return {
    ...NO_COUNTS,
    ...(await contents.count(workspaceId, traceIds)),
    traces: traceIds.length,
    spans: rows.reduce((sum, { spanCount }) => sum + spanCount, 0),
    payloads: await payloads.count(workspaceId, traceIds),
  };
}

/**
 * Deletes everything of some traces, a thousand at most, from all stores. They are remembered first: where it breaks off,
 * what is left is deleted the next time, and so is what arrives of them afterwards.
 *
 * @returns what there was
 */
export async function eraseTraces(
  erasure: StoredErasure,
  traceIds: readonly string[],
  deps: EraseDeps,
): Promise<ErasureCounts> {
  const counts = await countTraces(erasure, traceIds, deps);
  const { workspaceId } = erasure;
  await deps.erasures.addTraces(erasure, traceIds);
  await deps.contents.deleteRecords(workspaceId, traceIds);
  await deps.spans.deleteTraces(workspaceId, traceIds);
  await deps.notes.deleteTraces(workspaceId, traceIds);
  return counts;
}

export function sumOf(left: ErasureCounts, right: ErasureCounts): ErasureCounts {
  const entries = Object.entries(left).map(([name, count]) => [name, count + right[name as keyof ErasureCounts]]);
  return Object.fromEntries(entries) as unknown as ErasureCounts;
}
