import { expect, test } from 'vitest';
import { askedSpans, askedTraces } from './asked.ts';

const NOW = 1_790_000_000_000;

test('what is empty is not asked for, and moments are told in nanoseconds', () => {
  const query = askedTraces({ status: 'error', model: '', filter: undefined, from: '-1h' }, { limit: '5' }, NOW);

  expect(Object.fromEntries(query)).toEqual({ limit: '5', status: 'error', from: '1789996400000000000' });
});

test('spans are those of the traces that are meant', () => {
  const filter = { status: 'error', model: "o'1", filter: 'a = 1 OR b = 2', to: '1790000000000' };

  expect(Object.fromEntries(askedSpans(filter, 'kind = llm', NOW))).toEqual({
    filter: "trace((a = 1 OR b = 2) AND status = error AND model = 'o\\'1') AND kind = llm",
    to: '1790000000000000000',
  });
  expect(askedSpans({}, '', NOW).toString()).toBe('');
});
