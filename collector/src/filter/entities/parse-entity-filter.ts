import { ApiError } from '../../errors.ts';
import { type Token, tokens } from '../lexer.ts';
import { SIGNS } from '../signs.ts';
import { EntityFilterError } from './entity-filter-error.ts';
import { pythonList, type ResolvedName, resolveEntity } from './entity-name.ts';
import {
  type EntityCondition,
  type EntityOperator,
  type EntityTable,
  NUMBER_OPERATORS,
  TEXT_OPERATORS,
} from './entity-table.ts';

const MAX_LENGTH = 100_000;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/**
 * Reads a filter of MLflow's grammar: conditions joined by AND. Nothing is a filter that everything passes.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`, with MLflow's text where it has one.
 */
export function parseEntityFilter(text: string, table: EntityTable): readonly EntityCondition[] {
  if (text.length > MAX_LENGTH) {
    const rest = { start: MAX_LENGTH, end: text.length };
    throw new EntityFilterError(`a filter has at most ${MAX_LENGTH} characters`, rest);
  }
  const reader = new Reader(text, table);
  const conditions: EntityCondition[] = [];
  if (reader.isAtEnd()) return conditions;
  do conditions.push(reader.condition());
  while (reader.takeWord('and'));
  reader.end();
  return conditions;
}

class Reader {
  readonly #text: string;
  readonly #table: EntityTable;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string, table: EntityTable) {
    this.#text = text;
    this.#table = table;
    this.#tokens = tokens(text);
  }

  isAtEnd(): boolean {
    return this.#peek().type === 'end';
  }

  end(): void {
    if (!this.isAtEnd()) throw this.#badClause(this.#peek());
  }

  condition(): EntityCondition {
    const token = this.#next();
    // MLflow takes identifiers in quotes, too.
    if (token.type !== 'word' && token.type !== 'string') throw this.#badClause(token);
    const isComparison = this.#peek().type === 'operator' || this.#isOperatorWord();
    if (!isComparison) throw this.#badClause(token);
    const name = this.#name(token);
    const sign = this.#peek();
    const operator = this.#operator();
    const { field, kind, key } = name;
    const known = field.operators ?? (field.type === 'number' ? NUMBER_OPERATORS : TEXT_OPERATORS);
    if (!known.includes(operator)) {
      const message = `Invalid comparator '${operator}' for ${kind} '${key}', not one of '${pythonList(known)}'`;
      throw new EntityFilterError(message, sign);
    }
    return { kind, key, operator, values: this.#values(name, operator) };
  }

  #name(token: Token): ResolvedName {
    try {
      return resolveEntity(token.text, token.key, this.#table);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new EntityFilterError(error.message, token, { cause: error });
    }
  }

  takeWord(word: string): boolean {
    const isThere = this.#isWord(word);
    if (isThere) this.#at++;
    return isThere;
  }

  #isOperatorWord(): boolean {
    return ['like', 'ilike', 'rlike', 'in', 'not', 'is'].some((word) => this.#isWord(word));
  }

  #operator(): EntityOperator {
    const token = this.#next();
    if (token.type === 'operator') return SIGNS[token.text]!;
    const word = token.text.toUpperCase();
    if (word === 'IS') {
      const isNegated = this.takeWord('not');
      if (!this.takeWord('null')) throw this.#badClause(token);
      return isNegated ? 'IS NOT NULL' : 'IS NULL';
    }
    if (word === 'NOT') {
      if (!this.takeWord('in')) throw this.#badClause(token);
      return 'NOT IN';
    }
    return word as 'LIKE' | 'ILIKE' | 'RLIKE' | 'IN';
  }

  #values(name: ResolvedName, operator: EntityOperator): readonly (string | number)[] {
    if (operator === 'IS NULL' || operator === 'IS NOT NULL') return [];
    if (operator !== 'IN' && operator !== 'NOT IN') return [this.#value(name)];
    const open = this.#next();
    if (open.type !== '(') throw this.#badClause(open);
    const values = [this.#value(name)];
    for (let token = this.#next(); token.type !== ')'; token = this.#next()) {
      if (token.type !== ',') throw this.#badClause(token);
      // Python writes the tuple of one thing with a comma behind it.
      if (values.length === 1 && this.#peek().type === ')') continue;
      values.push(this.#value(name));
    }
    return values;
  }

  #value({ kind, key, field }: ResolvedName): string | number {
    const token = this.#next();
    const isNumber = token.type === 'word' && NUMBER.test(token.text);
    if (field.type === 'any' && isNumber) return Number(token.text);
    if (field.type === 'number') {
      if (isNumber) return Number(token.text);
      const what = kind === 'attribute' ? `numeric attribute: ${key}` : kind;
      throw new EntityFilterError(`Expected numeric value type for ${what}. Found ${this.#source(token)}`, token);
    }
    if (token.type === 'string') return token.text;
    if (token.type === 'word' && !isNumber) {
      throw new EntityFilterError(
        `Parameter value is either not quoted or unidentified quote types used for string value ${token.text}. ` +
          'Use either single or double quotes.',
        token,
      );
    }
    const what = kind === 'attribute' ? 'attributes' : `${kind} (e.g. 'my-value')`;
    throw new EntityFilterError(`Expected a quoted string value for ${what}. Got value ${this.#source(token)}`, token);
  }

  #badClause(token: Token): EntityFilterError {
    const message = `Invalid clause(s) in filter string: '${this.#source(token)}' (column ${token.start + 1})`;
    return new EntityFilterError(message, token);
  }

  #source({ start, end }: Token): string {
    return this.#text.slice(start, end);
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token.type === 'word' && token.key === undefined && token.text.toLowerCase() === word;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  /** The end is never passed. */
  #next(): Token {
    const token = this.#peek();
    if (token.type !== 'end') this.#at++;
    return token;
  }
}
