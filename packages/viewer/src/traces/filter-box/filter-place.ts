import type { FilterField } from '@tracewright/schema';
import type { FilterToken } from './filter-tokens.ts';

/** What can follow at some point of a filter, and of which field. */
export interface FilterPlace {
  readonly expects: 'condition' | 'operator' | 'value' | 'list' | 'item' | 'null' | 'join';
  readonly field?: FilterField | undefined;
}

/** Words before a condition. */
const LEADING = /^(?:and|or|not|has|trace)$/i;

/** Where a filter stands after some tokens. Never fails: whether the filter makes sense is the collector's to say. */
export function placeAfter(tokens: readonly FilterToken[], fields: readonly FilterField[]): FilterPlace {
  return tokens.reduce<FilterPlace>((place, token) => step(place, token, fields), { expects: 'condition' });
}

function step({ expects, field }: FilterPlace, token: FilterToken, fields: readonly FilterField[]): FilterPlace {
  const word = token.type === 'word' ? token.text.toUpperCase() : '';
  const again = () => step({ expects: 'condition' }, token, fields);
  switch (expects) {
    case 'condition':
      return condition(token, fields);
    case 'operator':
      if (token.type === 'sign' && !'(),'.includes(token.text)) return { expects: 'value', field };
      if (['LIKE', 'ILIKE', 'RLIKE'].includes(word)) return { expects: 'value', field };
      if (word === 'IN') return { expects: 'list', field };
      if (word === 'IS') return { expects: 'null', field };
      // Without an operator the name was only a word to search for.
      return word === 'NOT' ? { expects, field } : again();
    case 'list':
      return { expects: 'item', field };
    case 'item':
      return token.text === ')' ? { expects: 'join' } : { expects, field };
    case 'null':
      return word === 'NOT' ? { expects, field } : { expects: 'join' };
    case 'value':
      return { expects: 'join' };
    case 'join':
      return token.text === ')' ? { expects } : again();
  }
}

function condition(token: FilterToken, fields: readonly FilterField[]): FilterPlace {
  if (token.text === '(' || (token.type === 'word' && LEADING.test(token.text))) return { expects: 'condition' };
  const field = token.type === 'word' ? fieldOf(token.text, fields) : undefined;
  return field ? { expects: 'operator', field } : { expects: 'join' };
}

/** The field that is written so: in any case, by any of its names, with `trace.` or `span.` before it or not. */
export function fieldOf(written: string, fields: readonly FilterField[]): FilterField | undefined {
  const name = withoutScope(written).toLowerCase();
  return fields.find((field) =>
    [field.name, ...field.aliases].some((known) => (field.hasKey ? name.startsWith(`${known}.`) : name === known)),
  );
}

/** `trace.name` and `span.name` mean `name` here. */
export function withoutScope(written: string): string {
  return written.replace(/^(?:trace|span)\./i, '');
}
