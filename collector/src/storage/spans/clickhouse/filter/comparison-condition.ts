import type { Comparison } from '../../../../filter/expression.ts';
import { ANYTHING, type Condition, exactly } from './condition.ts';
import type { SqlParams } from './sql-params.ts';

/** What a field is in SQL. */
export type SqlField =
  /** '' is no value, unless there always is one. */
  | { readonly type: 'text'; readonly sql: string; readonly isAlways?: true }
  /** Whole numbers; `known` tells where there is one. */
  | { readonly type: 'number'; readonly sql: string; readonly known?: string }
  /** Nanoseconds since the epoch; `minute` is the column by which rows of a time are found. */
  | { readonly type: 'time'; readonly sql: string; readonly minute?: string }
  | { readonly type: 'list'; readonly sql: string }
  /** Hex digits in so many bytes. */
  | { readonly type: 'id'; readonly sql: string; readonly bytes: 8 | 16 }
  /** A set of words, each with the condition that it is in it. */
  | { readonly type: 'words'; readonly of: Readonly<Record<string, string>> };

/** A comparison as `valueTest` means it. */
export function comparisonCondition(field: SqlField, comparison: Comparison, params: SqlParams): Condition {
  switch (field.type) {
    case 'text':
      return textCondition(field.sql, field.isAlways === true, comparison, params);
    case 'number':
      return numberCondition(field.sql, field.known ?? '1', comparison, params);
    case 'time':
      return timeCondition(field.sql, field.minute, comparison, params);
    case 'list':
      return listCondition(field.sql, comparison, params);
    case 'id':
      return idCondition(field.sql, field.bytes, comparison, params);
    case 'words':
      return wordsCondition(field.of, comparison);
  }
}

function textCondition(sql: string, isAlways: boolean, { operator, values }: Comparison, params: SqlParams): Condition {
  const [wanted = ''] = values.map(String);
  const known = isAlways ? '' : `${sql} <> '' AND `;
  switch (operator) {
    case 'exists':
      return exactly(isAlways ? '1' : `${sql} <> ''`);
    case '=':
      return exactly(`${sql} = ${params.text(wanted)}`);
    case '!=':
      return exactly(`${known}${sql} <> ${params.text(wanted)}`);
    case 'in':
      return exactly(
        values.length === 0
          ? '0'
          : `${known}${sql} IN (${values.map((value) => params.text(String(value))).join(', ')})`,
      );
    case 'like':
    case 'ilike':
      return exactly(`${known}${patternSql(sql, operator, wanted, params)}`);
    default:
      // Texts are put in order by UTF-16 there, and regular expressions are of a kind of their own.
      return ANYTHING;
  }
}

/** Of a list it is enough that one element compares, but `!=` wants all to differ. */
function listCondition(sql: string, { operator, values }: Comparison, params: SqlParams): Condition {
  const [wanted = ''] = values.map(String);
  switch (operator) {
    case 'exists':
      return exactly(`notEmpty(${sql})`);
    case '=':
      return exactly(`${wanted === '' ? `empty(${sql}) OR ` : ''}has(${sql}, ${params.text(wanted)})`);
    case '!=':
      return exactly(`notEmpty(${sql}) AND NOT has(${sql}, ${params.text(wanted)})`);
    case 'in':
      return exactly(`hasAny(${sql}, ${params.texts(values.map(String))})`);
    case 'like':
    case 'ilike':
      return exactly(`arrayExists(each -> ${patternSql('each', operator, wanted, params)}, ${sql})`);
    default:
      return ANYTHING;
  }
}

function patternSql(sql: string, operator: 'like' | 'ilike', pattern: string, params: SqlParams): string {
  // There is no sign in our patterns that takes the meaning from another; in ClickHouse's it is the backslash.
  if (operator === 'like') return `${sql} LIKE ${params.text(pattern.replaceAll('\\', '\\\\'))}`;
  const parts = [...pattern].map((sign) => {
    if (sign === '%') return '.*';
    return sign === '_' ? '.' : sign.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return `match(${sql}, ${params.text(`(?is)^${parts.join('')}$`)})`;
}

/** Beyond what a column holds; but comparisons with it have an answer. */
const MOST = 2 ** 63;

function numberCondition(sql: string, known: string, { operator, values }: Comparison, params: SqlParams): Condition {
  if (operator === 'exists') return exactly(known);
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || numbers.some(Number.isNaN)) return ANYTHING;
  const isHeld = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < MOST;
  const and = known === '1' ? '' : `${known} AND `;
  const int = (value: number): string => params.int64(BigInt(value));
  const [wanted = 0] = numbers;
  switch (operator) {
    case '=':
      return exactly(isHeld(wanted) ? `${and}${sql} = ${int(wanted)}` : '0');
    case '!=':
      return exactly(isHeld(wanted) ? `${and}${sql} <> ${int(wanted)}` : known);
    case 'in': {
      const held = numbers.filter(isHeld).map(int);
      return exactly(held.length === 0 ? '0' : `${and}${sql} IN (${held.join(', ')})`);
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const isLess = operator.startsWith('<');
      if (Math.abs(wanted) >= MOST) return exactly(wanted > 0 === isLess ? known : '0');
      // Whole numbers lie below a fraction where they lie below the next whole one.
      const bound = operator === '<' || operator === '>=' ? Math.ceil(wanted) : Math.floor(wanted);
      return exactly(`${and}${sql} ${operator} ${int(bound)}`);
    }
    default:
      // A number is no text: no pattern is found in it.
      return exactly('0');
  }
}

const MINUTE_NS = 60_000_000_000n;

function timeCondition(
  sql: string,
  minute: string | undefined,
  { operator, values }: Comparison,
  params: SqlParams,
): Condition {
  const times = values.filter((value) => typeof value === 'bigint');
  if (times.length < values.length || times.some((time) => time < 0n || time >= 1n << 64n)) return ANYTHING;
  const [wanted = 0n] = times;
  switch (operator) {
    case 'exists':
      return exactly('1');
    case 'in':
      return exactly(times.length === 0 ? '0' : `${sql} IN (${times.map((time) => params.uint64(time)).join(', ')})`);
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const exact = `${sql} ${operator} ${params.uint64(wanted)}`;
      if (minute === undefined || operator === '!=') return exactly(exact);
      const order = operator === '=' ? '=' : operator.startsWith('<') ? '<=' : '>=';
      return exactly(`${minute} ${order} ${params.uint64(wanted / MINUTE_NS)} AND ${exact}`);
    }
    default:
      return exactly('0');
  }
}

function idCondition(sql: string, bytes: 8 | 16, { operator, values }: Comparison, params: SqlParams): Condition {
  const ids = values.map(String);
  switch (operator) {
    case 'exists':
      return exactly('1');
    case '=':
    case 'in':
      return exactly(`${sql} IN ${params.ids(ids, bytes)}`);
    case '!=':
      return exactly(`${sql} NOT IN ${params.ids(ids, bytes)}`);
    default:
      return textCondition(
        `lower(hex(${sql}))`,
        true,
        { type: 'compare', field: 'id', key: '', operator, values },
        params,
      );
  }
}

function wordsCondition(of: Readonly<Record<string, string>>, { operator, values }: Comparison): Condition {
  const any = `(${Object.values(of).join(' OR ')})`;
  const is = (word: unknown): string => (typeof word === 'string' && Object.hasOwn(of, word) ? `(${of[word]})` : '0');
  switch (operator) {
    case 'exists':
      return exactly(any);
    case '=':
      return exactly(values[0] === '' ? `NOT ${any}` : is(values[0]));
    case '!=':
      return exactly(`${any} AND NOT ${is(values[0])}`);
    case 'in':
      return exactly(values.length === 0 ? '0' : values.map(is).join(' OR '));
    default:
      return ANYTHING;
  }
}
