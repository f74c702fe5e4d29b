import { expect, test } from 'vitest';
import { compare, type Expression } from '../../../../filter/expression.ts';
import { parseFilter } from '../../../../filter/parse-filter.ts';
import { MERGED_ROWS } from '../questions/standing-rows.ts';
import { SHARDED_TRACES } from '../questions/standing-traces.ts';
import { RandomChoice } from '../testing/random-choice.ts';
import { randomFilter } from '../testing/random-filters.ts';
import { MODELS, PERSONS, SAYINGS, TEXTS } from '../testing/random-traces.ts';
import type { Condition } from './condition.ts';
import { spanCondition, traceCondition } from './filter-condition.ts';
import { SqlParams } from './sql-params.ts';

function ofTraces(filter: string | Expression): Condition & { readonly values: SqlParams['values'] } {
  const params = new SqlParams('default');
  const expression = typeof filter === 'string' ? parseFilter(filter, 'trace', 0n) : filter;
  return { ...traceCondition(expression, params), values: params.values };
}

test('values are bound, and stand nowhere in the statement', () => {
  const { sql, values } = ofTraces(`name = "x' OR 1=1 --" AND session LIKE '%{p0:String}%'`);
  expect(sql).toBe("(name = {p0:String}) AND (session_id <> '' AND session_id LIKE {p1:String})");
  expect(values).toEqual({ workspace: 'default', p0: "x' OR 1=1 --", p1: '%{p0:String}%' });
});

test('no text of any filter gets into its statement', () => {
  const texts = [...TEXTS, ...MODELS, ...PERSONS, ...SAYINGS].filter((text) => text.length > 4 || /[^a-z]/i.test(text));
  for (let seed = 0; seed < 400; seed++) {
    const filter = randomFilter(new RandomChoice(seed), 'trace');
    const { sql } = ofTraces(filter);
    expect(
      texts.filter((text) => sql.includes(text)),
      filter,
    ).toEqual([]);
  }
});

test.each([
  ['status = error', true],
  ['has(kind = tool AND duration > 1s)', true],
  ['NOT has(self_time > 1s)', true],
  ["name ILIKE 'a%'", true],
  ['trace(model = x)', true],
  ['attributes.x = 1', false],
  ["has(name = a AND content LIKE '%b%')", false],
  ['NOT (name = a AND attributes.x = 1)', false],
  ["name RLIKE 'a'", false],
])('%s: SQL alone tells which traces match: %s', (filter, isExact) => {
  expect(ofTraces(filter).isExact).toBe(isExact);
});

test('what SQL cannot tell lets everything through that it can', () => {
  expect(ofTraces('service = web AND attributes.x = 1').sql).toBe('(service = {p0:String})');
  expect(ofTraces('service = web OR attributes.x = 1').sql).toBe('1');
  expect(ofTraces('has(kind = llm AND attributes.x = 1)').sql).toBe(
    'trace_id IN (SELECT trace_id FROM spans FINAL WHERE workspace = {workspace:String} AND ((kind = {p0:String})))',
  );
});

test('what is said of a trace by its id is asked for without its spans', () => {
  const words = ofTraces('"order"');
  expect(words.sql).toMatch(/^trace_id IN \(SELECT arrayJoin\(trace_ids\) FROM text_blocks /);
  const onShards = new SqlParams('default', { ...MERGED_ROWS, traces: SHARDED_TRACES });
  expect(traceCondition(parseFilter('refund', 'trace', 0n), onShards).sql).toMatch(/^trace_id GLOBAL IN \(SELECT /);
  expect(words.isExact).toBe(false);
  expect(ofTraces('has(trace(status = error))').sql).toBe(
    'trace_id IN (SELECT trace_id FROM traces FINAL WHERE workspace = {workspace:String} AND (status = {p0:String}))',
  );
  expect(ofTraces('has(trace(status = error) AND kind = tool)').sql).toContain('FROM spans FINAL');
});

test.each([
  ['duration < 1.5us', 'duration_us < {p0:Int64}', '2'],
  ['duration <= 1.5us', 'duration_us <= {p0:Int64}', '1'],
  ['duration > 1.5us', 'duration_us > {p0:Int64}', '1'],
  ['duration >= 1.5us', 'duration_us >= {p0:Int64}', '2'],
])('%s compares whole numbers only', (filter, sql, bound) => {
  expect(ofTraces(filter)).toMatchObject({ sql, isExact: true, values: { p0: bound } });
});

test('numbers beyond all columns still have an answer', () => {
  expect(ofTraces(compare('tokens', '<', 1e30)).sql).toBe('(input_tokens >= 0 OR output_tokens >= 0)');
  expect(ofTraces(compare('tokens', '>', 1e30)).sql).toBe('0');
  expect(ofTraces(compare('duration', '=', 0.5)).sql).toBe('0');
});

test('spans of a time are looked for where those of its minutes lie', () => {
  const params = new SqlParams('default');
  const { sql } = spanCondition(parseFilter("time >= '1970-01-01T02:30:00Z'", 'span', 0n), params);
  expect(sql).toBe('minute >= {p1:UInt64} AND start_ns >= {p0:UInt64}');
  expect(params.values).toMatchObject({ p0: '9000000000000', p1: '150' });
});

test('of ids only digits get into a statement', () => {
  const id = 'ab'.repeat(16);
  const among: Expression = { type: 'traceIds', traceIds: new Set([id, "'; DROP TABLE spans", 'AB', `${id}'`]) };
  expect(ofTraces(among).sql).toBe(
    `trace_id IN (SELECT toFixedString(unhex(substring('${id}', number * 32 + 1, 32)), 16) FROM numbers(1))`,
  );
});
