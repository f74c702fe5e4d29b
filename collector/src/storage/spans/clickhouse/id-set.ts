/**
 * A larger set is not looked for in the index of a table, but among its rows: to sort 117,660 ids for that took four times
 * as long as the whole question without it, and so many lie in every granule.
 */
export const MAX_INDEXED = 8_192;

/**
 * A set of ids for `IN`, written into the statement: too many for its address, and of hex digits alone.
 *
 * @param bytes of one id
 * @throws RangeError if one of them is no id: nothing else may get into a statement.
 */
export function idSet(ids: Iterable<string>, bytes: number): string {
  const literals: string[] = [];
  for (const id of ids) literals.push(idLiteral(id, bytes));
  return `(${literals.join(', ')})`;
}

/** One id. @throws RangeError as {@link idSet} does */
export function idLiteral(id: string, bytes: number): string {
  if (id.length !== 2 * bytes || !/^[0-9a-f]+$/.test(id)) throw new RangeError(`not an id: ${JSON.stringify(id)}`);
  // As a call of `unhex` each takes the engine four times as long to read, and as an escaped text us.
  return `x'${id}'`;
}
