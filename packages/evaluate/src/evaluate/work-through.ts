/**
 * Does work on each item, on at most `concurrency` at once. Items are drawn as there is room, so that data without an
 * end are never held all at once.
 *
 * @throws what drawing or working throws first, after all that was under way; or the signal's reason
 */
export async function workThrough<Item>(
  items: AsyncIterable<Item>,
  concurrency: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // Somebody listens at each draw; between draws nobody does.
  aborted.catch(() => undefined);
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  let isOver = false;
  // One draw at a time: not every iterator takes several.
  let turn: Promise<unknown> = Promise.resolve();
  const draw = (): Promise<IteratorResult<Item>> => {
    const drawn = turn.then(() => {
      signal.throwIfAborted();
      return isOver ? { done: true as const, value: undefined } : iterator.next();
    });
    turn = drawn.catch(() => undefined);
    return Promise.race([drawn, aborted]);
  };
  const worker = async (): Promise<void> => {
    try {
      for (let item = await draw(); item.done !== true; item = await draw()) await work(item.value);
    } finally {
      // Whether the data have ended or something failed: nobody begins anything any more.
      isOver = true;
    }
  };
  try {
    const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, worker));
    signal.throwIfAborted();
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not waited for: data that hang while they are drawn hang here as well.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
