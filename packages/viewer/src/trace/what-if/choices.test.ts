import { expect, test } from 'vitest';
import { type Choice, choose, formatChoices, parseChoices } from './choices.ts';

const SPAN = '00000000000000ab';

test('choices survive the URL, whatever the model is called', () => {
  const choices: readonly Choice[] = [
    { spanId: SPAN, isForAll: false, type: 'faster' },
    { spanId: '00000000000000cd', isForAll: true, type: 'other_model', model: 'org/model-1,2%' },
  ];

  expect(parseChoices(formatChoices(choices))).toEqual(choices);
  expect(parseChoices(formatChoices([]))).toEqual([]);
  expect(parseChoices(formatChoices(undefined))).toBeUndefined();
});

test('nonsense in the URL chooses nothing', () => {
  expect(parseChoices('x-1,f-zz,m-00000000000000ab,<b>')).toEqual([]);
});

test('a span has one choice at most', () => {
  const first = choose([], SPAN, { spanId: SPAN, isForAll: false, type: 'faster' });
  const second = choose(first, SPAN, { spanId: SPAN, isForAll: false, type: 'cached' });

  expect(second).toEqual([{ spanId: SPAN, isForAll: false, type: 'cached' }]);
  expect(choose(second, SPAN, undefined)).toEqual([]);
});
