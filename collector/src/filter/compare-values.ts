import type { Comparison, FilterValue } from './expression.ts';
import { patternTest } from './pattern-test.ts';

/** Tells whether the values that a field has meet a comparison. Made once, since patterns take their time to build. */
export type ValueTest = (values: readonly FilterValue[]) => boolean;

/** A field without a value meets nothing but `= ''`; `!=` wants a value, and all of them to differ. */
export function valueTest({ operator, values }: Pick<Comparison, 'operator' | 'values'>): ValueTest {
  const [wanted] = values;
  switch (operator) {
    case 'exists':
      return (given) => given.length > 0;
    case '=':
      return wanted === ''
        ? (given) => given.length === 0 || given.includes('')
        : (given) => given.some((value) => isSame(value, wanted!));
    case '!=':
      return (given) => given.length > 0 && given.every((value) => !isSame(value, wanted!));
    case 'in':
      return (given) => given.some((value) => values.some((one) => isSame(value, one)));
    case 'like':
    case 'ilike': {
      const pattern = likePattern(String(wanted), operator === 'ilike');
      return (given) => given.some((value) => typeof value === 'string' && pattern.test(value));
    }
    case 'rlike': {
      const isFound = patternTest(String(wanted));
      return (given) => given.some((value) => typeof value === 'string' && isFound(value));
    }
    default: {
      const meets = ORDER[operator];
      return (given) => given.some((value) => isOrdered(value, wanted!) && meets(value, wanted!));
    }
  }
}

const ORDER: Readonly<Record<'<' | '<=' | '>' | '>=', (a: FilterValue, b: FilterValue) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** What was sent as a text may have been meant as a number, and the other way round. */
function isSame(value: FilterValue, wanted: FilterValue): boolean {
  if (typeof value === typeof wanted) return value === wanted;
  if (typeof value === 'string' && typeof wanted !== 'string') return value === String(wanted);
  return typeof wanted === 'string' && String(value) === wanted;
}

/** Numbers are compared with numbers, texts with texts. */
function isOrdered(value: FilterValue, wanted: FilterValue): boolean {
  return typeof value === typeof wanted && typeof value !== 'boolean';
}

/** SQL's LIKE: `%` stands for anything, `_` for one character. It has to match the whole text. */
export function likePattern(like: string, ignoreCase: boolean): RegExp {
  const parts = [...like].map((sign) => {
    if (sign === '%') return '.*';
    return sign === '_' ? '.' : sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  return new RegExp(`^${parts.join('').replace(/(?:\.\*)+/g, '.*')}$`, ignoreCase ? 'sui' : 'su');
}
