/** A piece of a filter that may still be in the making: a quote need not be closed. */
export interface FilterToken {
  readonly text: string;
  readonly type: 'word' | 'string' | 'sign';
  /** UTF-16 units from 0; the end is behind the last one. */
  readonly start: number;
  readonly end: number;
}

const STRING = /'(?:[^'\\]|\\.|'')*'?\*?|"(?:[^"\\]|\\.|"")*"?\*?/y;
/** Comparisons, brackets and commas; lastly whatever has no meaning, since the collector is who says so. */
const SIGN = /!=|<>|<=|>=|==|./sy;
/** As the collector reads it: an apostrophe between letters belongs to the word, and a key can stand in quotes. */
const WORD = /(?:[^\s()=<>!,'"`]|(?<=\p{L})'(?=\p{L}))+(?:(?<=\.)["'`][^"'`]*["'`]?)?|`[^`]*`?/uy;

/** Splits a filter, or the beginning of one. */
export function filterTokens(text: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  let at = 0;
  const read = (pattern: RegExp, type: FilterToken['type']): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (!found) return false;
    tokens.push({ text: found, type, start: at, end: at + found.length });
    at += found.length;
    return true;
  };
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) at++;
    else read(WORD, 'word') || read(STRING, 'string') || read(SIGN, 'sign');
  }
  return tokens;
}
