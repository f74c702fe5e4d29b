import type { Comparison, Expression, FilterValue } from './expression.ts';
import { fieldNamed } from './fields.ts';

/**
 * Writes a filter in its plainest form, which reads as the same expression again. Sets of traces, which have no form,
 * are written as their ids.
 */
export function printFilter(expression: Expression): string {
  switch (expression.type) {
    case 'and':
    case 'or':
      return expression.of.map(printPart).join(expression.type === 'and' ? ' AND ' : ' OR ');
    case 'not':
      return printNegation(expression.of);
    case 'has':
    case 'trace':
      return `${expression.type}(${printFilter(expression.of)})`;
    case 'compare':
      return printComparison(expression, false);
    case 'text':
      return `${quote(expression.text, '"')}${expression.isPrefix ? '*' : ''}`;
    case 'traceIds':
      return `id IN (${[...expression.traceIds].map((id) => quote(id, "'")).join(', ')})`;
  }
}

/** Junctions within others need brackets. */
function printPart(expression: Expression): string {
  const isJunction = expression.type === 'and' || expression.type === 'or';
  return isJunction ? `(${printFilter(expression)})` : printFilter(expression);
}

function printNegation(expression: Expression): string {
  if (expression.type === 'compare' && ['in', 'like', 'ilike', 'rlike', 'exists'].includes(expression.operator)) {
    return printComparison(expression, true);
  }
  return `NOT ${printPart(expression)}`;
}

function printComparison({ field, key, operator, values }: Comparison, isNegated: boolean): string {
  const name = key === '' ? field : `${field}.${printKey(key)}`;
  if (operator === 'exists') return `${name} IS ${isNegated ? '' : 'NOT '}NULL`;
  const not = isNegated ? 'NOT ' : '';
  if (operator === 'like' || operator === 'ilike' || operator === 'rlike') {
    return `${name} ${not}${operator.toUpperCase()} ${quote(String(values[0]), "'")}`;
  }
  const printed = values.map((value) => printValue(field, value));
  return operator === 'in' ? `${name} ${not}IN (${printed.join(', ')})` : `${name} ${operator} ${printed[0]}`;
}

/** A key that would read as something else stands in quotes. */
function printKey(key: string): string {
  const isPlain = /^[\w\-/:]+(?:\.[\w\-/:]+)*$/.test(key) && fieldNamed(key.split('.')[0]!) === undefined;
  return isPlain ? key : quote(key, '"');
}

function printValue(field: Comparison['field'], value: FilterValue): string {
  const type = fieldNamed(field)!.type;
  if (typeof value === 'bigint') return quote(isoTime(value), "'");
  if (typeof value === 'string') return quote(value, "'");
  if (typeof value === 'boolean') return String(value);
  if (type === 'money') return String(value / 1e9);
  if (type === 'duration') return printLength(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** In the largest unit that takes it whole. */
function printLength(us: number): string {
  for (const [unit, size] of [
    ['s', 1e6],
    ['ms', 1e3],
  ] as const) {
    const count = us / size;
    if (Number.isSafeInteger(count) && count * size === us) return `${count}${unit}`;
  }
  return `${us}us`;
}

function isoTime(ns: bigint): string {
  const seconds = new Date(Number(ns / 1_000_000_000n) * 1_000).toISOString().slice(0, 19);
  const fraction = String(ns % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

function quote(text: string, sign: string): string {
  return `${sign}${text.replaceAll('\\', '\\\\').replaceAll(sign, `\\${sign}`)}${sign}`;
}
