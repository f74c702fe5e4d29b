/** One answer of a search. */
export interface FoundPage<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined or empty at the end. */
  readonly nextToken: string | undefined;
}

/**
 * What a search finds. Nothing is asked for before it is read, and pages come as they are needed.
 *
 * @example
 * for await (const run of searchRuns({ filter: 'metrics.accuracy > 0.9' })) console.log(run.name);
 */
export class Found<Item> implements AsyncIterable<Item> {
  readonly #read: (token: string | undefined) => Promise<FoundPage<Item>>;

  constructor(read: (token: string | undefined) => Promise<FoundPage<Item>>) {
    this.#read = read;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page;
  }

  /** The same, a page at a time. */
  async *pages(): AsyncGenerator<readonly Item[], void, undefined> {
    let token: string | undefined;
    do {
      const page = await this.#read(token);
      yield page.items;
      token = page.nextToken || undefined;
    } while (token !== undefined);
  }

  /** The same in another form. */
  map<To>(change: (item: Item) => To): Found<To> {
    return new Found(async (token) => {
      const page = await this.#read(token);
      return { ...page, items: page.items.map(change) };
    });
  }

  /** The first one; undefined where nothing is found. */
  async first(): Promise<Item | undefined> {
    for await (const item of this) return item;
    return undefined;
  }

  /** All of them, or the first `limit`. */
  async toArray(limit: number = Number.POSITIVE_INFINITY): Promise<Item[]> {
    const items: Item[] = [];
    if (limit <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= limit) break;
    }
    return items;
  }
}
