import type { EvaluationScore, FeedbackSource } from '@tracewright/schema';
import type { ScoreHead } from './evaluation-store.ts';

/** As they stand in the column: an evaluation of ten thousand rows has a hundred thousand of them. */
type Stored = readonly [
  name: string,
  value: ScoreHead['value'],
  passed: boolean | null,
  errorCode: string | null,
  kind: FeedbackSource['kind'],
  sourceId: string,
];

export function writeScoreHeads(scores: readonly EvaluationScore[]): string {
  return JSON.stringify(
    scores.map(({ name, value, passed, error, source }): Stored => {
      return [name, value, passed, error?.code ?? null, source.kind, source.id];
    }),
  );
}

export function readScoreHeads(json: string): readonly ScoreHead[] {
  return (JSON.parse(json) as readonly Stored[]).map(([name, value, passed, errorCode, kind, id]) => {
    return { name, value, passed, errorCode, source: { kind, id } };
  });
}
