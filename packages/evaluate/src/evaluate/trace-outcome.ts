import { errorFacts } from '@tracewright/scoring';
import type { DataRow } from '../data/data-row.ts';
import { heardRowTrace } from '../data/heard-row-trace.ts';
import { storedExchange, storedRowTrace } from '../data/stored-trace.ts';
import type { TrialRunner } from './row-trial.ts';
import type { Outcome } from './task-outcome.ts';

/** What OpenTelemetry has for none. */
const NO_SPAN = '0'.repeat(16);

/** What a trace says that has run already. A trace that cannot be read is an error of its row. */
export async function traceOutcome(traceId: string, row: DataRow, { client }: TrialRunner): Promise<Outcome> {
  try {
    if (client === undefined) throw new Error('stored traces are read from a server: give a client');
    const trace = await storedRowTrace(client, traceId);
    const outputs = row.outputs ?? (await storedExchange(client, traceId)).outputs;
    const spanId = trace.spans.find(({ parentSpanId }) => parentSpanId === null)?.spanId ?? NO_SPAN;
    return { outputs, error: undefined, durationMs: trace.durationMs, trace, spanId, span: undefined };
  } catch (failure) {
    const trace = heardRowTrace({ traceId, spanId: NO_SPAN, startMs: 0, durationMs: 0 }, []);
    const error = errorFacts(failure);
    return { outputs: undefined, error, durationMs: null, trace, spanId: NO_SPAN, span: undefined };
  }
}
