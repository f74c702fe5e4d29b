import type { Feedback, FeedbackValue } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { agreements } from './agreement.ts';

let ids = 0;
function said(traceId: string, reviewer: string, name: string, value: FeedbackValue): Feedback {
  const source = { kind: 'human', id: reviewer } as const;
  return {
    ...{ id: String(ids++), traceId, spanId: null, name, value, rationale: null, source },
    ...{ createdNs: '0', updatedNs: '0' },
  };
}

test('two who always say the same agree, whatever they say it in', () => {
  const given = ['1', '2', '3'].flatMap((trace) =>
    ['ann', 'bob'].flatMap((who) => [
      said(trace, who, 'thumbs', trace === '1'),
      said(trace, who, 'category', `kind ${trace}`),
      said(trace, who, 'comment', who),
    ]),
  );
  expect(agreements(given)).toEqual([
    { name: 'thumbs', reviewers: 2, shared: 3, alpha: 1 },
    { name: 'category', reviewers: 2, shared: 3, alpha: 1 },
  ]);
});

test('a near miss in numbers is a smaller disagreement than a far one', () => {
  const scores = (far: number) => [
    ...[1, 2, 3, 4, 5].flatMap((score) => [said(`t${score}`, 'ann', 'score', score)]),
    ...[1, 2, 3, 4, far].map((score, at) => said(`t${at + 1}`, 'bob', 'score', score)),
  ];
  const [near] = agreements(scores(4));
  const [far] = agreements(scores(1));
  expect(near?.alpha).toBeGreaterThan(far?.alpha ?? Number.NaN);
});

test('what nobody else has reviewed tells nothing, nor does a label that is always the same', () => {
  expect(agreements([said('1', 'ann', 'thumbs', true), said('2', 'bob', 'thumbs', true)])).toEqual([]);
  const same = [said('1', 'ann', 'thumbs', true), said('1', 'bob', 'thumbs', true)];
  expect(agreements(same)).toEqual([{ name: 'thumbs', reviewers: 2, shared: 1, alpha: undefined }]);
});
