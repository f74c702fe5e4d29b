import type { OnlinePreview, OnlinePreviewRequest } from '@tracewright/schema';
import type { TraceRow } from '../storage/spans/span-store.ts';
import { meantTraces } from './meant-traces.ts';
import type { OnlineDeps } from './online-deps.ts';
import { readTraceFacts } from './rows/trace-facts.ts';
import { storeJudgement } from './store-judgement.ts';

const TRACES = 5;

/** What a preview is made with; the spans are those that whoever asks may see. */
export type PreviewDeps = Omit<OnlineDeps, 'scorers' | 'work' | 'assessments'>;

/** What a scorer would say of the newest traces that it means. Nothing is kept but the traces of judges' calls. */
export async function previewScorer(
  workspaceId: string,
  { name, rule, filter }: OnlinePreviewRequest,
  deps: PreviewDeps,
): Promise<OnlinePreview> {
  const meant = await meantTraces(filter, workspaceId, deps);
  const page = await deps.spans.listTraces({ workspaceId, filter: meant, limit: TRACES });
  const rows = await Promise.all(
    page.rows.map(async (row) => {
      const trace = await readTraceFacts(deps.spans, workspaceId, row);
      return trace === undefined
        ? []
        : [await previewRow(row, () => deps.thread.score({ name, rule, trace }), workspaceId, deps)];
    }),
  );
  return { matching: page.total, isEstimate: page.isTotalEstimate, rows: rows.flat() };
}

async function previewRow(
  row: TraceRow,
  scored: () => ReturnType<OnlineDeps['thread']['score']>,
  workspaceId: string,
  deps: PreviewDeps,
): Promise<OnlinePreview['rows'][number]> {
  const { traceId, preview } = row;
  try {
    const { score, judged } = await scored();
    if (judged !== undefined) await storeJudgement(workspaceId, judged, row, deps);
    const { value, passed, rationale, error } = score;
    return { traceId, preview, value, passed, rationale, error };
  } catch (error) {
    // It was ended, with the thread it ran in.
    const message = error instanceof Error ? error.message : String(error);
    return { traceId, preview, value: null, passed: null, rationale: null, error: { code: 'ScoringLost', message } };
  }
}
