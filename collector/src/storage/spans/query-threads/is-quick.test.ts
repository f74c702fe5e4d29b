import { expect, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { isQuick } from './is-quick.ts';
import type { UnnumberedCall } from './query-protocol.ts';

const list = (filter: string, order: 'start' | 'duration' = 'start'): UnnumberedCall => ({
  method: 'listTraces',
  parameters: [{ workspaceId: 'default', filter: parseFilter(filter, 'trace', 0n), order, limit: 50 }],
});

test.each(['', 'status = error', "model = 'gpt-5' AND duration > 1s", 'session = s1 OR NOT user = ann'])(
  'a list that the table of traces tells is quick: %s',
  (filter) => {
    expect(isQuick(list(filter))).toBe(true);
  },
);

test.each(['refund', 'kind = tool', "name LIKE 'chat%'", 'attributes.color = red', 'status = ok has(self_time > 1s)'])(
  'a list that takes a look at texts or spans is not: %s',
  (filter) => {
    expect(isQuick(list(filter))).toBe(false);
  },
);

test('neither is one in another order, which all traces are sorted for', () => {
  expect(isQuick(list('', 'duration'))).toBe(false);
});

test('so are traces of runs that came since, which each reading of a run asks for', () => {
  expect(isQuick({ method: 'runTraces', parameters: ['default', 0, 500] })).toBe(true);
});

test('one trace is quick, what goes over all of them is not', () => {
  expect(isQuick({ method: 'getSkeleton', parameters: ['default', '0'.repeat(32), 'identity'] })).toBe(true);
  expect(isQuick({ method: 'stats', parameters: [] })).toBe(false);
});
