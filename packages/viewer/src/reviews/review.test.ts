import type { Feedback } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NO_REVIEW, reviewChanges, reviewOf } from './review.ts';

function said(id: string, name: string, value: Feedback['value'], given: Partial<Feedback> = {}): Feedback {
  return {
    ...{ id, traceId: 't', spanId: null, name, value, rationale: null, source: { kind: 'human', id: 'ann' } },
    ...{ createdNs: '0', updatedNs: '0' },
    ...given,
  };
}

test('a review is what one person has said of the whole trace', () => {
  const given = [
    said('1', 'thumbs', true),
    said('2', 'score', 2, { source: { kind: 'human', id: 'bob' } }),
    said('3', 'category', 'tone', { spanId: 's' }),
    said('4', 'score', 4, { source: { kind: 'judge', id: 'ann' } }),
    said('5', 'comment', 'fine'),
  ];
  expect(reviewOf(given, 'ann')).toEqual({ ...NO_REVIEW, thumbs: true, comment: 'fine' });
  expect(reviewOf([], 'ann')).toEqual(NO_REVIEW);
});

test('who reviews again changes what was said, takes back what is left open, and adds what is new', () => {
  const given = [said('1', 'thumbs', true), said('2', 'score', 3), said('3', 'category', 'tone')];
  const changes = reviewChanges(given, 'ann', { thumbs: false, score: undefined, category: 'tone', comment: 'rude' });
  expect(changes).toEqual({
    add: [{ name: 'comment', value: 'rude' }],
    change: [{ feedback: given[0], value: false }],
    remove: [given[1]],
  });
});

test('of several under one name the last stands, and the others go', () => {
  const given = [said('1', 'score', 1), said('2', 'score', 5)];
  expect(reviewOf(given, 'ann').score).toBe(5);
  expect(reviewChanges(given, 'ann', { ...NO_REVIEW, score: 5 })).toEqual({ add: [], change: [], remove: [given[0]] });
});

test('an empty text is none', () => {
  expect(reviewChanges([], 'ann', { ...NO_REVIEW, comment: '', category: '' }).add).toEqual([]);
});
