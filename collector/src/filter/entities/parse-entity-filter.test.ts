import { expect, test } from 'vitest';
import { parseEntityFilter } from './parse-entity-filter.ts';
import { parseEntityOrder } from './parse-entity-order.ts';
import { RUN_FIELDS } from './run-fields.ts';

const parse = (filter: string) => parseEntityFilter(filter, RUN_FIELDS);

test('conditions are read with every way of writing their names and values', () => {
  const filter = `metrics.acc>=.5 and params."my key" = "it's" AND tag.a.b LIKE '%x' And start_time < 1e3`;
  expect(parse(filter)).toEqual([
    { kind: 'metric', key: 'acc', operator: '>=', values: [0.5] },
    { kind: 'parameter', key: 'my key', operator: '=', values: ["it's"] },
    { kind: 'tag', key: 'a.b', operator: 'LIKE', values: ['%x'] },
    { kind: 'attribute', key: 'start_time', operator: '<', values: [1_000] },
  ]);
  expect(parse("run_id NOT IN ('a', 'b') AND dataset.name in ('x',)")).toEqual([
    { kind: 'attribute', key: 'run_id', operator: 'NOT IN', values: ['a', 'b'] },
    { kind: 'dataset', key: 'name', operator: 'IN', values: ['x'] },
  ]);
  expect(parse(' ')).toEqual([]);
});

test.each([
  "status = 'a' AND",
  "status = 'a' OR status = 'b'",
  "(status = 'a')",
  'status',
  "= 'a'",
  "run_id IN 'a'",
  "status = 'a' status = 'b'",
])('%s is refused', (filter) => {
  expect(() => parse(filter)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }));
});

test('an order names one thing and a direction', () => {
  expect(parseEntityOrder(['metrics.`my acc` desc', 'start_time'], RUN_FIELDS)).toEqual([
    { kind: 'metric', key: 'my acc', isDescending: true },
    { kind: 'attribute', key: 'start_time', isDescending: false },
  ]);
  for (const order of ['', 'metrics.a UP', 'metrics.a ASC b', 'nothing']) {
    expect(() => parseEntityOrder([order], RUN_FIELDS)).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }),
    );
  }
});
