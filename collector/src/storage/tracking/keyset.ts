import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { ApiError } from '../../errors.ts';

/** One column of an order. A column that may be null stands behind another that says whether it is. */
export interface OrderTerm {
  readonly expression: Expression<unknown>;
  readonly isDescending: boolean;
}

/** What the last row of a page has in each column of the order. */
export type PageKey = readonly (string | number | null)[];

/** `ORDER BY`, as one expression. The last term tells any two rows apart. */
export function orderBy(terms: readonly OrderTerm[]): RawBuilder<unknown> {
  return sql.join(
    terms.map(({ expression, isDescending }) => sql`${expression} ${sql.raw(isDescending ? 'desc' : 'asc')}`),
  );
}

/**
 * Whether a row comes behind `key`. Pages that go on there neither repeat nor miss rows that stay, whatever is written
 * meanwhile. Null is behind nothing and before nothing: another column tells such rows apart.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if the key is one of another order.
 */
export function isBehind(terms: readonly OrderTerm[], key: PageKey): Expression<SqlBool> {
  if (key.length !== terms.length || key.every((value) => value === null)) throw foreignKey();
  const ways: Expression<SqlBool>[] = [];
  const same: Expression<SqlBool>[] = [];
  for (const [index, { expression, isDescending }] of terms.entries()) {
    const value = key[index]!;
    if (value === null) {
      same.push(sql<SqlBool>`${expression} is null`);
      continue;
    }
    const further = sql<SqlBool>`${expression} ${sql.raw(isDescending ? '<' : '>')} ${value}`;
    ways.push(sql<SqlBool>`(${sql.join([...same, further], sql` and `)})`);
    same.push(sql<SqlBool>`${expression} = ${value}`);
  }
  return sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}

/** Keys come back from outside, and may be those of another search. */
export function foreignKey(): ApiError {
  return new ApiError(
    'INVALID_PARAMETER_VALUE',
    'Invalid page_token: pass the next_page_token of an earlier page of the same search as it is.',
  );
}
