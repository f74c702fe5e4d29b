/**
 * The same JSON with names that are Unicode: an answer may have been cut within a character, and the validator writes names
 * down as parts of addresses, which halves of surrogate pairs cannot be. There are as many names as before.
 */
export function withWellFormedNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const parts = value.map(withWellFormedNames);
    return parts.some((part, index) => part !== value[index]) ? parts : value;
  }
  const before = Object.entries(value);
  const parts = before.map(([name, part]): [string, unknown] => [name, withWellFormedNames(part)]);
  const isOdd = before.some(([name]) => !name.isWellFormed());
  if (!isOdd && parts.every(([, part], index) => part === before[index]![1])) return value;
  return Object.fromEntries(isOdd ? renamed(parts) : parts);
}

/** Of names that become the same all but one get a number. */
function renamed(parts: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] {
  const taken = new Set(parts.map(([name]) => name));
  const numbers = new Map<string, number>();
  return parts.map(([name, part]) => {
    if (name.isWellFormed()) return [name, part];
    const plain = name.toWellFormed();
    let given = plain;
    while (taken.has(given)) {
      const number = (numbers.get(plain) ?? 0) + 1;
      numbers.set(plain, number);
      given = plain + number;
    }
    taken.add(given);
    return [given, part];
  });
}
