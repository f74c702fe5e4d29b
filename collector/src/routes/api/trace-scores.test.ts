import type { FeedbackValue } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { Judgement } from '../../storage/tracking/trace-notes/trace-note-store.ts';
import { traceScores } from './trace-scores.ts';

const said = (name: string, value: FeedbackValue): Judgement => ({ traceId: '', name, value, sourceKind: 'human' });

test('what one name says once, or again and again, stands as it is', () => {
  expect(traceScores([said('thumbs', true), said('tone', 'kind'), said('thumbs', true)])).toEqual([
    { name: 'thumbs', value: true, count: 2 },
    { name: 'tone', value: 'kind', count: 1 },
  ]);
});

test('of different numbers there is the mean, of different thumbs the share of those up', () => {
  const scores = traceScores([said('score', 0.5), said('score', 1), said('thumbs', true), said('thumbs', false)]);
  expect(scores.map(({ value }) => value)).toEqual([0.75, 0.5]);
});

test('of different words the newest counts', () => {
  expect(traceScores([said('tone', 'kind'), said('tone', 'rude')])).toEqual([
    { name: 'tone', value: 'rude', count: 2 },
  ]);
});
