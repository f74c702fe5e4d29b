/** Works on several items at the same time, and gives what comes of each in their order; failures come in their place. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // Whoever stops at a failure does not ask for those behind it.
    result.catch(() => {});
    running.push(result);
    if (running.length === atOnce) yield await running.shift()!;
  }
  for (const result of running) yield await result;
}
