import type { TraceRow } from '../storage/spans/span-store.ts';
import type { JudgeTrace } from './judges/judge-trace.ts';
import { JUDGES_EXPERIMENT, judgeTraceOtlp } from './judges/judge-trace-otlp.ts';
import type { OnlineDeps } from './online-deps.ts';

/** Stores what a judge was asked as a trace of its own, in the experiment that all of them share. */
export async function storeJudgement(
  workspaceId: string,
  judged: JudgeTrace,
  { traceId, rootSpanId }: TraceRow,
  { ingest, resolveExperiment, report }: Pick<OnlineDeps, 'ingest' | 'resolveExperiment' | 'report'>,
): Promise<void> {
  try {
    const experimentId = await resolveExperiment(JUDGES_EXPERIMENT, workspaceId);
    const body = judgeTraceOtlp(judged, { traceId, rootSpanId });
    await ingest.submit({ signal: 'traces', workspaceId, experimentId, runId: '', encoding: 'json', body });
  } catch (error) {
    // The score stands without it.
    report(error);
  }
}
