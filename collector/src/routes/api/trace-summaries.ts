import type { TraceSummary } from '@tracewright/schema';
import type { TraceRow } from '../../storage/spans/span-store.ts';
import type { TraceNotes } from './trace-notes.ts';
import { traceScores } from './trace-scores.ts';
import { traceSummary } from './trace-summary.ts';

/** Stored rows as they go on the wire, with what was noted of them since. */
export async function traceSummaries(
  rows: readonly TraceRow[],
  notes: Pick<TraceNotes, 'getTraceTags' | 'judgementsOn'>,
  workspaceId: string,
): Promise<readonly TraceSummary[]> {
  const ids = rows.map(({ traceId }) => traceId);
  const [tags, judgements] = await Promise.all([
    notes.getTraceTags(workspaceId, ids),
    notes.judgementsOn(workspaceId, ids),
  ]);
  const ofTrace = Map.groupBy(judgements, ({ traceId }) => traceId);
  return rows.map((row) => traceSummary(row, tags.get(row.traceId) ?? {}, traceScores(ofTrace.get(row.traceId) ?? [])));
}
