import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Expression, MATCH_ALL } from './expression.ts';
import { fieldsOf } from './fields.ts';
import { FilterError } from './filter-error.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';

const NOW = 1_767_225_600_000_000_000n;
const parse = (text: string): Expression => parseFilter(text, 'trace', NOW);
/** What a filter comes down to. */
const plain = (text: string): string => printFilter(parse(text));

describe('what MLflow writes is understood', () => {
  test.each([
    [`attributes.status = 'ERROR'`, `status = 'error'`],
    [`trace.status != "IN_PROGRESS"`, `status != 'running'`],
    [`status IN ('OK', 'ERROR') and name LIKE '%bot%'`, `status IN ('ok', 'unset', 'error') AND name LIKE '%bot%'`],
    ['timestamp_ms > 1767225600000', `time > '2026-01-01T00:00:00Z'`],
    ['execution_time_ms >= 250', 'duration >= 250ms'],
    [`tag.env = 'x' AND tags."my key" IS NOT NULL`, `tags.env = 'x' AND tags."my key" IS NOT NULL`],
    ['tags.`a b` = "c"', `tags."a b" = 'c'`],
    [`request_metadata.team = 'a'`, `has(metadata.team = 'a')`],
    [`request_id = 'tr-ABC'`, `id = 'abc'`],
    [`span.type = 'LLM' AND span.name ILIKE 'Chat%'`, `has(kind = 'llm') AND has(name ILIKE 'Chat%')`],
    [`span.attributes.http.status_code = 500`, 'has(attributes.http.status_code = 500)'],
    [`trace.text LIKE '%x%'`, undefined],
    [`feedback.helpful = true`, 'feedback.helpful = true'],
    [`name RLIKE '^bot-\\\\d+' AND tags.env NOT RLIKE prod`, `name RLIKE '^bot-\\\\d+' AND tags.env NOT RLIKE 'prod'`],
    [`text LIKE '%refund%'`, `has(content LIKE '%refund%')`],
  ])('%s', (given, expected) => {
    if (expected === undefined) expect(() => plain(given)).toThrow(FilterError);
    else expect(plain(given)).toBe(expected);
  });
});

describe('beyond MLflow there is', () => {
  test.each([
    ['NOT (a OR b) c', 'NOT (has("a") OR has("b")) AND has("c")'],
    ['model = gpt-4o or cost > $0.05', `model = 'gpt-4o' OR cost > 0.05`],
    ['name = x AND status = ok OR user = y', `(name = 'x' AND status IN ('ok', 'unset')) OR user = 'y'`],
    ['duration > 1.5s tokens < 10k', 'duration > 1500ms AND tokens < 10000'],
    ['time > -2h', `time > '2025-12-31T22:00:00Z'`],
    [`time = '2026-01-31 08:00:00.5+02:00'`, `time = '2026-01-31T06:00:00.5Z'`],
    ['has a span where (kind = tool AND self_time > 2s)', `has(kind = 'tool' AND self_time > 2s)`],
    [`user NOT IN (a, 'b c') session IS NULL`, `user NOT IN ('a', 'b c') AND session IS NULL`],
    ['"refund policy"* 会議 don\'t', `has("refund policy"*) AND has("会議") AND has("don't")`],
    [`has("it's")`, `has("it's")`],
    [`name = 'it''s' OR name = "say \\"hi\\""`, `name = 'it\\'s' OR name = 'say "hi"'`],
    ['attributes."status" = 1', 'has(attributes."status" = 1)'],
    ['name="a"AND(status=error)', `name = 'a' AND status = 'error'`],
    [
      'status != ok status NOT IN (ok, error)',
      `status NOT IN ('ok', 'unset') AND status NOT IN ('ok', 'unset', 'error')`,
    ],
    ['status = unset', `status = 'unset'`],
    ['trace(name = x)', `name = 'x'`],
    ['', ''],
  ])('%s', (given, expected) => {
    expect(plain(given)).toBe(expected);
  });

  test('a filter on spans, which looks at their trace where it has to', () => {
    const print = (text: string): string => printFilter(parseFilter(text, 'span', NOW));
    expect(print(`kind = llm AND trace.status = error AND tags.env = 'x' refund`)).toBe(
      `kind = 'llm' AND trace(status = 'error') AND trace(tags.env = 'x') AND "refund"`,
    );
    expect(print('has(name = x) OR span.name = y')).toBe(`trace(has(name = 'x')) OR name = 'y'`);
  });
});

test.each([
  ['naem = x', 'there is no field "naem"; did you mean name?', 0, 4],
  ['name = ', 'a value is missing here', 7, 7],
  ['name = x AND', 'the filter ends too early', 12, 12],
  ['  status = done', 'status is one of ok, error, running, unset', 11, 15],
  ['(name = x', 'this bracket is never closed', 0, 1],
  ['name = x)', '")" is not expected here', 8, 9],
  [`name = 'x`, 'this quote is never closed', 7, 9],
  ['name > x', 'name does not take >, only =, !=, IN, NOT IN, IS NULL, IS NOT NULL, LIKE, ILIKE, RLIKE', 5, 6],
  ['duration > fast', 'duration is a length of time, such as 250ms or 1.5s', 11, 15],
  [`time > '2026-02-31'`, `time is a time, such as '2026-01-31T08:00:00Z' or -2h`, 7, 19],
  ['cost < much', 'cost is USD, such as 0.05', 7, 11],
  ['tags = x', 'tags wants a key, such as tags.env', 0, 4],
  ['user IN a', 'IN wants a list in brackets', 8, 9],
  ['user IN (a b)', 'a comma or a bracket is missing here', 11, 12],
  ['name IS x', 'NULL is missing here', 8, 9],
  ['...', 'there is no word here to search for', 0, 3],
  ['trace.kind = llm', 'there is no field "kind"; did you mean kind?', 0, 10],
  ['has a span where name = x', 'a bracket is missing here', 17, 21],
  [`${'('.repeat(51)}x`, 'more than 50 brackets in each other', 50, 51],
  ['x'.repeat(10_001), 'a filter has at most 10000 characters', 0, 10_001],
])('%s is refused where it is wrong', (text, reason, start, end) => {
  let error: unknown;
  try {
    parse(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(FilterError);
  expect(error).toMatchObject({ reason, start, end, code: 'INVALID_PARAMETER_VALUE' });
  expect((error as FilterError).message).toBe(`filter: ${reason} (column ${start + 1})`);
});

/** Comparisons with the operators and values that each field takes. */
const comparison = (of: 'trace' | 'span'): fc.Arbitrary<Expression> =>
  fc.constantFrom(...fieldsOf(of).filter(({ scope }) => scope === of || scope === 'both')).chain((field) => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    const value = {
      text: field.name === 'id' ? fc.constantFrom('ab', '0f') : text,
      // `ok` alone is read as two.
      choice: fc.constantFrom(
        ...field.values.filter((word) => word !== 'ok'),
        ...(field.values.length === 0 ? [''] : []),
      ),
      number: fc.double({ noNaN: true, noDefaultInfinity: true }),
      time: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      duration: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      money: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      any: fc.oneof(text, fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    }[field.type] as fc.Arbitrary<string | number | bigint | boolean>;
    const operator = fc.constantFrom(...field.operators.filter((name) => !/NOT|NULL/.test(name)), 'exists');
    return fc
      .record({
        operator,
        values: fc.array(value, { minLength: 1, maxLength: 3 }),
        key: fc.string({ minLength: 1, maxLength: 5 }),
        text,
      })
      .filter(({ operator: name }) => name !== 'exists' || field.operators.includes('IS NULL'))
      .map(({ operator: name, values, key, text: like }): Expression => {
        const lower = name.toLowerCase() as 'in' | 'like' | 'exists' | '=';
        const isPattern = name === 'LIKE' || name === 'ILIKE' || name === 'RLIKE';
        // Any text is a pattern of LIKE, but not every one of RLIKE.
        const pattern = name === 'RLIKE' ? `^'?${like.replace(/[^\p{L}]/gu, '.')}\\d` : like;
        return {
          type: 'compare',
          field: field.name,
          key: field.hasKey ? key : '',
          operator: lower,
          values: lower === 'exists' ? [] : isPattern ? [pattern] : lower === 'in' ? values : [values[0]!],
        };
      });
  });

const search: fc.Arbitrary<Expression> = fc.record({
  type: fc.constant('text' as const),
  text: fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => `a${text}`),
  isPrefix: fc.boolean(),
});

/** Whole filters, with the groups that each target has. */
const { trace } = fc.letrec<{ trace: Expression; span: Expression }>((tie) => {
  const combined = (own: 'trace' | 'span', leaf: fc.Arbitrary<Expression>, group: fc.Arbitrary<Expression>) =>
    fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      group,
      tie(own).map((of): Expression => ({ type: 'not', of })),
      fc
        .record({
          type: fc.constantFrom('and' as const, 'or' as const),
          of: fc.array(tie(own), { minLength: 2, maxLength: 3 }),
        })
        .map((junction): Expression => junction),
    );
  return {
    trace: combined(
      'trace',
      comparison('trace'),
      tie('span').map((of): Expression => ({ type: 'has', of })),
    ),
    span: combined(
      'span',
      fc.oneof(comparison('span'), search),
      tie('trace').map((of): Expression => ({ type: 'trace', of })),
    ),
  };
});

test('what is printed reads as the same filter again', () => {
  fc.assert(
    fc.property(trace, (expression) => {
      expect(parse(printFilter(expression))).toEqual(expression);
    }),
    { numRuns: 300 },
  );
});

test('any text is a filter or an error that points into it', () => {
  const piece = fc.constantFrom(
    'name',
    '=',
    "'x'",
    '(',
    ')',
    'AND',
    'or',
    'not',
    'in',
    'has',
    'is null',
    ',',
    '1s',
    'tags.',
    '"',
    '会',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((all) => all.join(' ')),
        fc.string({ unit: 'grapheme' }),
      ),
      (text) => {
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof FilterError)) throw error;
          expect(error.start).toBeGreaterThanOrEqual(0);
          expect(error.end).toBeLessThanOrEqual(text.length);
          expect(error.start).toBeLessThanOrEqual(error.end);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('nothing at all is a filter that everything passes', () => {
  expect(parse('   ')).toEqual(MATCH_ALL);
});
