/**
 * A set of ids for `IN`, written into the statement: too many for its address, and of hex digits alone.
 *
 * @param bytes of one id
 * @throws RangeError if one of them is no id: nothing else may get into a statement.
 */
export function idSet(ids: Iterable<string>, bytes: number): string {
  const digits = 2 * bytes;
  let text = '';
  let count = 0;
  for (const id of ids) {
    if (id.length !== digits || !/^[0-9a-f]+$/.test(id)) throw new RangeError(`not an id: ${JSON.stringify(id)}`);
    text += id;
    count++;
  }
  // One text taken apart by the engine: as single literals, a thousand of them take longer to parse than to find.
  const id = `toFixedString(substring(unhex('${text}'), number * ${bytes} + 1, ${bytes}), ${bytes})`;
  return `(SELECT ${id} FROM numbers(${count}))`;
}
