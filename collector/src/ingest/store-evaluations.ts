import { createHash } from 'node:crypto';
import type { Feedback, Nanos } from '@tracewright/schema';
import { ApiError } from '../errors.ts';
import type { Evaluation } from '../normalise/evaluation.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';
import type { Ingest } from './ingest.ts';

/** Who judged, where the sender does not say. */
const SOURCE_ID = 'otlp';

/**
 * The same ingest, which makes feedback of what spans and logs say about evaluations, and tags of the variants that traces
 * were done with, before it says that all is stored.
 */
export function storingEvaluations(
  ingest: Ingest,
  notes: Pick<TraceNoteStore, 'addFeedback' | 'setTraceTags'>,
  nowNs: () => Nanos,
): Ingest {
  return {
    budget: ingest.budget,
    bodies: ingest.bodies,
    submit: async (request, hold) => {
      const { evaluations = [], traceTags = [], ...result } = await ingest.submit(request, hold);
      if (traceTags.length > 0) await notes.setTraceTags(request.workspaceId, traceTags);
      for (const evaluation of evaluations) await store(evaluation, request.workspaceId, notes, nowNs());
      return result;
    },
    close: () => ingest.close(),
  };
}

/** One that is sent again has the same id, and is there already. */
async function store(
  evaluation: Evaluation,
  workspaceId: string,
  notes: Pick<TraceNoteStore, 'addFeedback'>,
  nowNs: Nanos,
): Promise<void> {
  const { traceId, spanId, name, value, rationale, kind, timeNs } = evaluation;
  const atNs = String(timeNs === 0n ? nowNs : timeNs);
  const feedback: Feedback = {
    ...{ id: idOf(evaluation), traceId, spanId, name, value, rationale: rationale || null },
    source: { kind, id: SOURCE_ID },
    createdNs: atNs,
    updatedNs: atNs,
  };
  try {
    await notes.addFeedback(workspaceId, feedback);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
  }
}

function idOf({ traceId, spanId, name, value, rationale, timeNs }: Evaluation): string {
  const said = JSON.stringify([traceId, spanId, name, value, rationale, String(timeNs)]);
  return `evaluation-${createHash('sha256').update(said).digest('hex').slice(0, 24)}`;
}
