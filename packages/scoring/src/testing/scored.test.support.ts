import type { EvaluationScore } from '@tracewright/schema';
import { CallGate } from '../calls/call-gate.ts';
import type { RowTrace } from '../row/row-trace.ts';
import { scoreRow } from '../scorers/score-row.ts';
import type { ScoredRow, Scorer } from '../scorers/scorer.ts';

/** A trace of which nobody knows more than its length. */
export function rowTrace(given: Partial<RowTrace> = {}): RowTrace {
  return {
    ...{ traceId: '1'.repeat(32), durationMs: 12, costUsd: null, isCostPartial: false },
    ...{ inputTokens: null, outputTokens: null, toolCalls: [], documents: [], callsByProvider: {}, spans: [] },
    ...given,
  };
}

/** What a scorer says of a row, by the names of its scores. */
export async function scored(
  scorer: Scorer,
  row: Partial<Omit<ScoredRow, 'trace'>> & { readonly trace?: Partial<RowTrace> },
  calls: CallGate = new CallGate(),
): Promise<Readonly<Record<string, EvaluationScore>>> {
  const whole: ScoredRow = {
    ...{ key: 'k', inputs: '', outputs: '', expectations: {}, context: undefined, tags: {} },
    ...row,
    trace: rowTrace(row.trace),
  };
  const { signal } = new AbortController();
  const cells = await scoreRow(scorer, whole, { signal, trial: 0, runId: undefined, calls });
  return Object.fromEntries(cells.map((cell) => [cell.name, cell]));
}
