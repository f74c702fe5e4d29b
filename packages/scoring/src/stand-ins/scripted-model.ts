import { CallGate } from '../calls/call-gate.ts';
import type { JudgeModel, JudgeRequest } from '../judges/model/judge-model.ts';
import type { ScoreContext, ScoredRow } from '../scorers/scorer.ts';

/** A judge's model that answers as it is told, one answer after the other, the last one for ever. */
export interface ScriptedModel extends JudgeModel {
  /** What it was asked, in order. */
  readonly requests: JudgeRequest[];
}

/** @param answers objects as parsed answers, texts as answers that are none, errors to be thrown */
export function scriptedModel(...answers: readonly unknown[]): ScriptedModel {
  const requests: JudgeRequest[] = [];
  return {
    name: 'scripted',
    requests,
    async complete(request) {
      const value = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request);
      if (value instanceof Error) throw value;
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return {
        value: typeof value === 'string' ? undefined : value,
        text,
        usage: { inputTokens: 10, outputTokens: 5 },
        model: 'scripted',
      };
    },
  };
}

/** A row whose task has run, with what a test says of it. */
export function scoredRow(row: Partial<ScoredRow> = {}): ScoredRow {
  return {
    key: 'row',
    inputs: { question: 'How long may I return a tent?' },
    outputs: 'Thirty days.',
    expectations: {},
    context: undefined,
    tags: {},
    trace: {
      traceId: '0'.repeat(32),
      durationMs: 1,
      costUsd: null,
      isCostPartial: false,
      callsByProvider: {},
      inputTokens: null,
      outputTokens: null,
      toolCalls: [],
      documents: [],
      spans: [],
    },
    ...row,
  };
}

/** What a scorer is called with, where no evaluation does it. */
export function scoreContext(calls: CallGate = new CallGate({ retries: 0 })): ScoreContext {
  return { signal: new AbortController().signal, trial: 0, runId: undefined, calls };
}

/** What a model was shown in the message with the material. */
export function materialOf(request: JudgeRequest | undefined): string {
  return request?.messages[1]?.content ?? '';
}
