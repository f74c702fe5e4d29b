import { type FilterToken, filterTokens } from '../filter-box/filter-tokens.ts';

/** A filter's conditions as they are written, where all of them are joined by AND; undefined where they are not. */
export function conditionsOf(filter: string): readonly string[] | undefined {
  if (filter.trim() === '') return [];
  const conditions: string[] = [];
  let depth = 0;
  let first: FilterToken | undefined;
  let last: FilterToken | undefined;
  const close = () => {
    if (first && last) conditions.push(filter.slice(first.start, last.end));
    first = undefined;
  };
  for (const token of filterTokens(filter)) {
    const word = token.type === 'word' ? token.text.toUpperCase() : token.text;
    if (depth === 0 && word === 'OR') return undefined;
    if (depth === 0 && word === 'AND') {
      close();
      continue;
    }
    if (token.type === 'sign' && word === '(') depth++;
    if (token.type === 'sign' && word === ')') depth--;
    first ??= token;
    last = token;
  }
  close();
  return conditions;
}

export function hasCondition(filter: string, condition: string): boolean {
  return conditionsOf(filter)?.includes(condition) ?? false;
}

/** The filter with one condition more, in brackets where its conditions are joined otherwise. */
export function withCondition(filter: string, condition: string): string {
  if (filter.trim() === '') return condition;
  return `${conditionsOf(filter) ? filter.trim() : `(${filter.trim()})`} AND ${condition}`;
}

/** The filter without a condition that {@link hasCondition} finds. */
export function withoutCondition(filter: string, condition: string): string {
  return (conditionsOf(filter) ?? [filter]).filter((each) => each !== condition).join(' AND ');
}
