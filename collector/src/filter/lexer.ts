import { FilterError } from './filter-error.ts';

/** A piece of a filter; `start` and `end` in UTF-16 units. */
export interface Token {
  readonly type: 'word' | 'string' | 'operator' | '(' | ')' | ',' | 'end';
  /** Of a string, what stands between its quotes. */
  readonly text: string;
  /** Of a word that goes on in quotes, such as tags."my key": what stands in them. */
  readonly key?: string;
  /** Of a string: an asterisk follows it at once. */
  readonly isPrefix?: boolean;
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const OPERATOR = /!=|<>|<=|>=|==|=|<|>/y;
/** An apostrophe between letters belongs to the word: don't. */
const WORD = /(?:[^\s()=<>!,'"`]|(?<=\p{L})'(?=\p{L}))+/uy;
const QUOTES = `'"\``;

/** Splits a filter. @throws FilterError where a quote is not closed or a character has no meaning. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = readToken(text, at, match);
    found.push(token);
    at = token.end;
  }
  found.push({ type: 'end', text: '', start: text.length, end: text.length });
  return found;
}

function readToken(text: string, start: number, match: (pattern: RegExp) => string | undefined): Token {
  const sign = text[start]!;
  if (sign === '(' || sign === ')' || sign === ',') return { type: sign, text: sign, start, end: start + 1 };
  const operator = match(OPERATOR);
  if (operator !== undefined) return { type: 'operator', text: operator, start, end: start + operator.length };
  if (sign === '`') {
    const { content, end } = quoted(text, start);
    return { type: 'word', text: content, start, end };
  }
  if (QUOTES.includes(sign)) {
    const { content, end } = quoted(text, start);
    const isPrefix = text[end] === '*';
    return { type: 'string', text: content, isPrefix, start, end: isPrefix ? end + 1 : end };
  }
  const word = match(WORD);
  if (word === undefined) throw new FilterError(`${JSON.stringify(sign)} has no meaning here`, start, start + 1);
  const end = start + word.length;
  const next = text[end];
  if (!word.endsWith('.') || next === undefined || !QUOTES.includes(next))
    return { type: 'word', text: word, start, end };
  const key = quoted(text, end);
  return { type: 'word', text: word.slice(0, -1), key: key.content, start, end: key.end };
}

/** Reads from one quote to the next of its kind; doubled, or behind a backslash, it stands for itself. */
function quoted(text: string, start: number): { readonly content: string; readonly end: number } {
  const quote = text[start]!;
  let content = '';
  for (let at = start + 1; at < text.length; at++) {
    const sign = text[at]!;
    const next = text[at + 1];
    if (sign === '\\' && (next === quote || next === '\\')) {
      content += next;
      at++;
    } else if (sign !== quote) content += sign;
    else if (next === quote) {
      content += quote;
      at++;
    } else return { content, end: at + 1 };
  }
  throw new FilterError(`this quote is never closed`, start, text.length);
}
