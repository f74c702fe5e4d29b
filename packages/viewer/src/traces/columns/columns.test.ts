import { expect, test } from 'vitest';
import { chosenColumns, columnsParameter } from './columns.tsx';

const ids = (cols: string | undefined, hasRoom = true) => chosenColumns(cols, hasRoom).map(({ id }) => id);

test('without a word in the URL there are the usual columns, fewer where there is less room', () => {
  expect(ids(undefined)).toContain('model');
  expect(ids(undefined, false)).not.toContain('model');
});

test('chosen columns stand in their own order, the name always among them, unknown ones left out', () => {
  expect(ids('cost,start,colour')).toEqual(['start', 'name', 'cost']);
});

test('scores have columns of their own, whatever they are called, and so has the one that the list is sorted by', () => {
  expect(ids('cost,score.well%2C%20done')).toEqual(['name', 'cost', 'score.well%2C%20done']);
  expect(chosenColumns('cost', true, '-score.well, done').at(-1)).toMatchObject({
    title: 'well, done',
    orders: ['score.well, done', '-score.well, done'],
  });
  expect(columnsParameter(new Set(['cost', 'score.polite']))).toBe('cost,score.polite');
});

test('the URL names what was chosen, and nothing where that is the usual', () => {
  expect(columnsParameter(new Set(ids('cost,start')))).toBe('start,name,cost');
  expect(columnsParameter(new Set(ids(undefined)))).toBeUndefined();
});
