/** Reads a stream to its end. `Array.fromAsync` is not in the library that we compile against. */
export async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
