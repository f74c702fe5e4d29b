import { expect, test } from 'vitest';
import { formatView, parseView } from './view-url.ts';

test('a page as one finds it has an empty query', () => {
  expect(formatView(parseView(''))).toBe('');
});

test('everything chosen survives the URL', () => {
  const search = [
    '?view=flame&span=00f067aa0ba902b7&tab=events&q=late+order&kinds=llm,tool&only=errors&cp=0&zoom=1000,2500&idle=cut',
    '&fold=*,00f067aa0ba902b7&runs=00f067aa0ba902b8&if=f-00f067aa0ba902b7',
  ].join('');

  expect(formatView(parseView(search))).toBe(search);
});

test('nonsense is taken for nothing', () => {
  expect(formatView(parseView('?tab=<b>&cp=maybe&zoom=9,3&other=1'))).toBe('');
  expect(formatView(parseView('?zoom=-1,3&view=x&kinds=x,,&only=x&idle=x'))).toBe('');
  expect(formatView(parseView('?runs=*&if=-'))).toBe('?runs=*&if=-');
});
