import type { DataRow } from '../data/data-row.ts';
import { heardRowTrace } from '../data/heard-row-trace.ts';
import { storedExchange, storedRowTrace } from '../data/stored-trace.ts';
import { errorFacts } from './error-facts.ts';
import type { TrialRunner } from './row-trial.ts';
import type { Outcome } from './task-outcome.ts';

/** What a trace says that has run already. A trace that cannot be read is an error of its row. */
export async function traceOutcome(traceId: string, row: DataRow, { client }: TrialRunner): Promise<Outcome> {
  try {
    if (client === undefined) throw new Error('stored traces are read from a server: give a client');
    const trace = await storedRowTrace(client, traceId);
    const outputs = row.outputs ?? (await storedExchange(client, traceId)).outputs;
    return { outputs, error: undefined, durationMs: trace.durationMs, trace, span: undefined };
  } catch (failure) {
    const trace = heardRowTrace({ traceId, spanId: '', startMs: 0, durationMs: 0 }, []);
    return { outputs: undefined, error: errorFacts(failure), durationMs: null, trace, span: undefined };
  }
}
