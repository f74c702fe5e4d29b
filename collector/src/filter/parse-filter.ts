import type { FilterTarget, Status } from '@tracewright/schema';
import { type Comparison, type Expression, MATCH_ALL, type Operator } from './expression.ts';
import { type Field, fieldNamed, nearestName } from './fields.ts';
import { FilterError } from './filter-error.ts';
import { type Token, tokens } from './lexer.ts';
import { readLiteral } from './literal.ts';
import { compilePattern, PatternError } from './pattern-program.ts';
import { SIGNS } from './signs.ts';
import { statusesMeant } from './statuses-meant.ts';
import { wordsOf } from './words.ts';

const MAX_LENGTH = 10_000;
const MAX_DEPTH = 50;

const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'like', 'ilike', 'rlike', 'is', 'null']);

/**
 * Reads a filter. MLflow's grammar is a part of it; beyond that it has OR, NOT, brackets, `has(…)` or "has a span
 * where (…)", `trace(…)`, units, and words or "phrases" that are searched for in all texts. Nothing is a filter that
 * everything passes.
 *
 * @param nowNs What times such as `-2h` are counted from.
 * @throws FilterError that points at what cannot be read.
 */
export function parseFilter(text: string, target: FilterTarget, nowNs: bigint): Expression {
  if (text.length > MAX_LENGTH) throw new FilterError(`a filter has at most ${MAX_LENGTH} characters`, 0, text.length);
  const parser = new Parser(tokens(text), nowNs);
  return parser.whole(target);
}

type Pattern = 'like' | 'ilike' | 'rlike';

class Parser {
  readonly #tokens: readonly Token[];
  readonly #nowNs: bigint;
  #at = 0;
  #depth = 0;

  constructor(found: readonly Token[], nowNs: bigint) {
    this.#tokens = found;
    this.#nowNs = nowNs;
  }

  whole(target: FilterTarget): Expression {
    if (this.#peek().type === 'end') return MATCH_ALL;
    const expression = this.#or(target);
    const rest = this.#peek();
    if (rest.type !== 'end') throw unexpected(rest);
    return expression;
  }

  #or(target: FilterTarget): Expression {
    const of = [this.#and(target)];
    while (this.#takeWord('or')) of.push(this.#and(target));
    return of.length === 1 ? of[0]! : { type: 'or', of };
  }

  /** Conditions that just follow each other all have to hold, as words in a search box do. */
  #and(target: FilterTarget): Expression {
    const of = [this.#not(target)];
    for (;;) {
      const { type } = this.#peek();
      const goesOn = this.#takeWord('and');
      if (!goesOn && (type === 'end' || type === ')' || this.#isWord('or'))) break;
      of.push(this.#not(target));
    }
    return of.length === 1 ? of[0]! : { type: 'and', of };
  }

  #not(target: FilterTarget): Expression {
    const token = this.#peek();
    if (!this.#takeWord('not')) return this.#primary(target);
    return this.#nested(token, () => ({ type: 'not', of: this.#not(target) }));
  }

  #primary(target: FilterTarget): Expression {
    const token = this.#peek();
    if (token.type === '(') return this.#brackets(target);
    if (token.type === 'string') {
      this.#at++;
      return this.#search(token, token.text, token.isPrefix ?? false, target);
    }
    if (token.type !== 'word') throw unexpected(token);
    const group = this.#group(target);
    if (group !== undefined) return group;
    if (this.#isComparisonAt(this.#at + 1)) return this.#comparison(target);
    if (KEYWORDS.has(token.text.toLowerCase())) throw unexpected(token);
    this.#at++;
    if (token.key !== undefined)
      throw new FilterError('a comparison is missing behind this field', token.start, token.end);
    const isPrefix = token.text.length > 1 && token.text.endsWith('*');
    return this.#search(token, isPrefix ? token.text.slice(0, -1) : token.text, isPrefix, target);
  }

  /** `has(…)`, "has a span where (…)" and `trace(…)`. */
  #group(target: FilterTarget): Expression | undefined {
    const words = ['has', 'a', 'span', 'where'];
    const isLong = words.every((word, index) => this.#isWord(word, this.#at + index));
    const isHas = this.#isWord('has') && (isLong || this.#tokens[this.#at + 1]?.type === '(');
    const isTrace = this.#isWord('trace') && this.#tokens[this.#at + 1]?.type === '(';
    if (isLong && this.#tokens[this.#at + words.length]?.type !== '(') {
      throw new FilterError(
        'a bracket is missing here',
        this.#tokens[this.#at + words.length]!.start,
        this.#tokens[this.#at + words.length]!.end,
      );
    }
    if (!isHas && !isTrace) return undefined;
    this.#at += isLong ? words.length : 1;
    const inner = this.#brackets(isHas ? 'span' : 'trace');
    return lift(inner, isHas ? 'span' : 'trace', target, true);
  }

  #brackets(target: FilterTarget): Expression {
    const open = this.#next();
    return this.#nested(open, () => {
      const expression = this.#or(target);
      const close = this.#next();
      if (close.type !== ')') throw new FilterError('this bracket is never closed', open.start, open.end);
      return expression;
    });
  }

  #comparison(target: FilterTarget): Expression {
    const word = this.#next();
    const { field, key, of } = resolveField(word, target);
    const start = this.#peek();
    const { operator, isNegated, name } = this.#operator();
    if (!field.operators.includes(name)) {
      const reason = `${field.name} does not take ${name}, only ${field.operators.join(', ')}`;
      throw new FilterError(reason, start.start, this.#tokens[this.#at - 1]!.end);
    }
    const values = operator === 'exists' ? [] : operator === 'in' ? this.#list(field) : [this.#value(field, operator)];
    const read: Comparison = { type: 'compare', field: field.name, key, operator, values };
    const comparison = field.name === 'status' ? ofStatuses(read) : read;
    return lift(isNegated ? { type: 'not', of: comparison } : comparison, of, target, false);
  }

  /** @returns also the operator's name in the table of fields. */
  #operator(): { readonly operator: Operator; readonly isNegated: boolean; readonly name: string } {
    const token = this.#next();
    if (token.type === 'operator') {
      const operator = SIGNS[token.text]!;
      return { operator, isNegated: false, name: operator };
    }
    if (token.text.toLowerCase() === 'is') {
      const isNegated = !this.#takeWord('not');
      const last = this.#next();
      if (last.type !== 'word' || last.text.toLowerCase() !== 'null')
        throw new FilterError('NULL is missing here', last.start, last.end);
      return { operator: 'exists', isNegated, name: isNegated ? 'IS NULL' : 'IS NOT NULL' };
    }
    const isNegated = token.text.toLowerCase() === 'not';
    const operator = (isNegated ? this.#next() : token).text.toLowerCase() as 'in' | Pattern;
    return { operator, isNegated, name: operator === 'in' && isNegated ? 'NOT IN' : operator.toUpperCase() };
  }

  #list(field: Field): Comparison['values'] {
    const open = this.#next();
    if (open.type !== '(') throw new FilterError('IN wants a list in brackets', open.start, open.end);
    const values = [this.#value(field, 'in')];
    for (let token = this.#next(); token.type !== ')'; token = this.#next()) {
      if (token.type !== ',') throw new FilterError('a comma or a bracket is missing here', token.start, token.end);
      values.push(this.#value(field, 'in'));
    }
    return values;
  }

  #value(field: Field, operator: Operator): Comparison['values'][number] {
    const token = this.#next();
    if (token.type !== 'string' && token.type !== 'word')
      throw new FilterError(`a value is missing here`, token.start, token.end);
    if (operator === 'like' || operator === 'ilike') return token.text;
    if (operator === 'rlike') return readPattern(token);
    const read = readLiteral(field, { text: token.text, isQuoted: token.type === 'string' }, this.#nowNs);
    if (read.problem !== undefined) throw new FilterError(read.problem, token.start, token.end);
    return read.value;
  }

  #search(token: Token, text: string, isPrefix: boolean, target: FilterTarget): Expression {
    if (wordsOf(text).length === 0)
      throw new FilterError('there is no word here to search for', token.start, token.end);
    return lift({ type: 'text', text, isPrefix }, 'span', target, false);
  }

  #nested(token: Token, read: () => Expression): Expression {
    if (++this.#depth > MAX_DEPTH)
      throw new FilterError(`more than ${MAX_DEPTH} brackets in each other`, token.start, token.end);
    const expression = read();
    this.#depth--;
    return expression;
  }

  /** Whether an operator stands there. */
  #isComparisonAt(at: number): boolean {
    if (this.#tokens[at]?.type === 'operator') return true;
    if (this.#isWord('not', at)) return ['in', 'like', 'ilike', 'rlike'].some((word) => this.#isWord(word, at + 1));
    return ['in', 'like', 'ilike', 'rlike', 'is'].some((word) => this.#isWord(word, at));
  }

  #isWord(word: string, at: number = this.#at): boolean {
    const token = this.#tokens[at];
    return token?.type === 'word' && token.key === undefined && token.text.toLowerCase() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at++;
    return true;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The end is never passed. */
  #next(): Token {
    const token = this.#tokens[this.#at]!;
    if (token.type !== 'end') this.#at++;
    return token;
  }
}

/** The same comparison with all that its statuses stand for. */
function ofStatuses(comparison: Comparison): Expression {
  const meant = comparison.values.flatMap((status) => statusesMeant(status as Status));
  if (meant.length === comparison.values.length) return comparison;
  const isOne = { ...comparison, operator: 'in', values: [...new Set(meant)] } as const;
  return comparison.operator === '!=' ? { type: 'not', of: isOne } : isOne;
}

/** Checks a regular expression where it is written. */
function readPattern(token: Token): string {
  try {
    compilePattern(token.text);
    return token.text;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new FilterError(error.message, token.start, token.end);
  }
}

/** What is true of a span, asked of a trace, is true of one of its spans; and the other way round. */
function lift(expression: Expression, of: FilterTarget, target: FilterTarget, isGroup: boolean): Expression {
  if (of === target)
    return isGroup && of === 'span' ? { type: 'trace', of: { type: 'has', of: expression } } : expression;
  return { type: of === 'span' ? 'has' : 'trace', of: expression };
}

/** Prefixes that only say what the field is of. */
const PREFIXES: Readonly<Record<string, FilterTarget | undefined>> = {
  span: 'span',
  trace: 'trace',
  attributes: undefined,
  attribute: undefined,
  attr: undefined,
};

function resolveField(
  token: Token,
  target: FilterTarget,
): { readonly field: Field; readonly key: string; readonly of: FilterTarget } {
  const dot = token.text.indexOf('.');
  const first = (dot < 0 ? token.text : token.text.slice(0, dot)).toLowerCase();
  const rest = dot < 0 ? '' : token.text.slice(dot + 1);
  if (Object.hasOwn(PREFIXES, first) && (rest !== '' || token.key !== undefined)) {
    const of = PREFIXES[first];
    const inner = token.key !== undefined && rest === '' ? undefined : resolvePlain(rest, token.key, of ?? target);
    if (inner !== undefined && (of === undefined || isOf(inner.field, of))) return { ...inner, of: of ?? inner.of };
    if (of !== undefined) throw noField(token, rest);
    // Whatever is none of our names is one of the sender's.
    const key = [rest, token.key].filter((part) => part !== undefined && part !== '').join('.');
    return { field: fieldNamed('attributes')!, key, of: 'span' };
  }
  const plain = resolvePlain(token.text, token.key, target);
  if (plain === undefined) throw noField(token, token.text);
  return plain;
}

function isOf(field: Field, of: FilterTarget): boolean {
  return field.scope === 'both' || field.scope === of;
}

function resolvePlain(
  text: string,
  quotedKey: string | undefined,
  target: FilterTarget,
): { readonly field: Field; readonly key: string; readonly of: FilterTarget } | undefined {
  const dot = text.indexOf('.');
  const field = fieldNamed(dot < 0 ? text : text.slice(0, dot));
  if (field === undefined) return undefined;
  const key = [dot < 0 ? '' : text.slice(dot + 1), quotedKey ?? ''].filter((part) => part !== '').join('.');
  if ((key !== '') !== field.hasKey) return undefined;
  return { field, key, of: field.scope === 'both' ? target : field.scope };
}

function noField(token: Token, name: string): FilterError {
  const field = fieldNamed(name);
  if (field?.hasKey) return new FilterError(`${name} wants a key, such as ${name}.env`, token.start, token.end);
  const near = nearestName(name.split('.')[0]!);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return new FilterError(`there is no field ${JSON.stringify(name)}${hint}`, token.start, token.end);
}

function unexpected(token: Token): FilterError {
  const what =
    token.type === 'end' ? 'the filter ends too early' : `${JSON.stringify(token.text)} is not expected here`;
  return new FilterError(what, token.start, token.end);
}
