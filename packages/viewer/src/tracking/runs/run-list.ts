import { type Signal, signal } from '@preact/signals';
import { ApiFailure } from '../../api/request.ts';
import { countRuns, type RunSearch, searchRuns } from '../api/runs.ts';
import { mlflowText, PARENT_TAG } from '../api/shapes.ts';
import { type ListedRun, listedRun } from './listed-run.ts';

/** The first page is there at once; those that follow serve whoever scrolls fast. */
const FIRST_PAGE_SIZE = 60;
const NEXT_PAGE_SIZE = 250;
/** Children of a run that are fetched when it is opened. */
const MAX_CHILDREN = 1_000;
/** Parents that one request asks for, and generations of them. */
const MAX_PARENTS = 100;
const MAX_GENERATIONS = 10;

/** Runs of a search as far as they were loaded, without a hole. */
export interface LoadedRuns {
  readonly runs: readonly ListedRun[];
  /** Those that are only known as parents, or as children, of others. */
  readonly relatives: ReadonlyMap<string, ListedRun>;
  readonly nextToken: string | undefined;
}

/** The runs of a search, as far as anyone has scrolled. */
export class RunList {
  readonly loaded: Signal<LoadedRuns | undefined> = signal(undefined);
  /** How many there are in all; undefined until that is known. */
  readonly total: Signal<number | undefined> = signal(undefined);
  /** Why the last request brought nothing. */
  readonly failure: Signal<ApiFailure | undefined> = signal(undefined);
  readonly search: RunSearch;
  readonly #withParents: boolean;
  #more: Promise<void> | undefined;

  /** @param withParents Whether parents of runs are fetched where the list does not have them yet. */
  constructor(search: RunSearch, withParents: boolean) {
    this.search = search;
    this.#withParents = withParents;
  }

  isOf(search: RunSearch, withParents: boolean): boolean {
    return withParents === this.#withParents && JSON.stringify(search) === JSON.stringify(this.search);
  }

  /** Reads the first page again. @throws ApiFailure */
  async refresh(): Promise<void> {
    try {
      const page = await searchRuns(this.search, FIRST_PAGE_SIZE);
      const runs = page.items.map(listedRun);
      this.loaded.value = mergeFirst(this.loaded.peek(), runs, page.nextToken);
      this.failure.value = undefined;
      // Those who look wait for the rows, not for the number.
      void this.#count();
      await this.#findParents(runs);
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  /** Reads one run again: on its own page it may have been changed, or have left the list. @throws ApiFailure */
  async reread(id: string): Promise<void> {
    // Those that are shown because of others need not be what is searched for.
    const isFound = this.loaded.peek()?.runs.some((run) => run.id === id) === true;
    const ofRun = `attributes.run_id = ${mlflowText(id)}`;
    const filter = isFound && this.search.filter !== '' ? `${this.search.filter} AND ${ofRun}` : ofRun;
    const [read] = (await searchRuns({ ...this.search, filter }, 1)).items.map(listedRun);
    const now = this.loaded.peek();
    if (!now) return;
    if (!read) return this.remove(new Set([id]));
    const relatives = now.relatives.has(id) ? new Map([...now.relatives, [id, read]]) : now.relatives;
    this.loaded.value = { ...now, relatives, runs: now.runs.map((run) => (run.id === id ? read : run)) };
  }

  /** Reads the page after the last one, if there is one and it is not being read. */
  loadMore(): Promise<void> {
    const token = this.loaded.peek()?.nextToken;
    if (token === undefined) return Promise.resolve();
    this.#more ??= searchRuns(this.search, NEXT_PAGE_SIZE, token)
      .then((page) => {
        const now = this.loaded.peek();
        // The list can have begun again meanwhile; the page then belongs to nothing.
        if (now?.nextToken !== token) return undefined;
        const known = new Set(now.runs.map(({ id }) => id));
        const added = page.items.filter(({ info }) => !known.has(info.run_id)).map(listedRun);
        this.loaded.value = { ...now, runs: [...now.runs, ...added], nextToken: page.nextToken };
        return this.#findParents(added);
      })
      .catch((error: unknown) => this.#note(error))
      .finally(() => {
        this.#more = undefined;
      });
    return this.#more;
  }

  /** Fetches the children of a run that have not come with the pages. */
  async loadChildren(id: string): Promise<void> {
    const { experimentIds, isDeleted, order } = this.search;
    const filter = `tags.\`${PARENT_TAG}\` = ${mlflowText(id)}`;
    try {
      const page = await searchRuns({ experimentIds, isDeleted, order, filter }, MAX_CHILDREN);
      this.#addRelatives(page.items.map(listedRun));
    } catch (error) {
      this.#note(error);
    }
  }

  /** Takes runs out that were deleted, or restored where the deleted ones are shown. */
  remove(ids: ReadonlySet<string>): void {
    const now = this.loaded.peek();
    if (!now) return;
    const relatives = new Map([...now.relatives].filter(([id]) => !ids.has(id)));
    this.loaded.value = { ...now, relatives, runs: now.runs.filter(({ id }) => !ids.has(id)) };
    void this.#count();
  }

  /** What is not known is not shown: the rows tell why nothing can be asked. */
  async #count(): Promise<void> {
    // All of them are there to be counted.
    if (this.loaded.peek()?.nextToken === undefined) return;
    this.total.value = await countRuns(this.search).catch(() => undefined);
  }

  async #findParents(runs: readonly ListedRun[]): Promise<void> {
    if (!this.#withParents) return;
    const { experimentIds, isDeleted, order } = this.search;
    let children = runs;
    for (let generation = 0; generation < MAX_GENERATIONS; generation++) {
      const now = this.loaded.peek();
      const known = new Set([...(now?.runs ?? []).map(({ id }) => id), ...(now?.relatives.keys() ?? [])]);
      const missing = [...new Set(children.flatMap(({ parentId }) => parentId ?? []))].filter((id) => !known.has(id));
      if (missing.length === 0) return;
      const groups = Array.from({ length: Math.ceil(missing.length / MAX_PARENTS) }, (_, at) =>
        missing.slice(at * MAX_PARENTS, (at + 1) * MAX_PARENTS),
      );
      const pages = await Promise.all(
        groups.map((ids) => {
          const filter = `attributes.run_id IN (${ids.map(mlflowText).join(', ')})`;
          return searchRuns({ experimentIds, isDeleted, order, filter }, MAX_PARENTS);
        }),
      );
      children = pages.flatMap(({ items }) => items.map(listedRun));
      this.#addRelatives(children);
    }
  }

  #addRelatives(found: readonly ListedRun[]): void {
    const now = this.loaded.peek();
    if (!now || found.length === 0) return;
    this.loaded.value = {
      ...now,
      relatives: new Map([...now.relatives, ...found.map((run) => [run.id, run] as const)]),
    };
  }

  #note(error: unknown): void {
    this.failure.value = error instanceof ApiFailure ? error : new ApiFailure('UNEXPECTED', String(error));
  }
}

let latest: RunList | undefined;

/** The list of a search; the latest one is kept, so that going back to it shows it as it was. */
export function runListFor(search: RunSearch, withParents: boolean): RunList {
  if (!latest?.isOf(search, withParents)) latest = new RunList(search, withParents);
  return latest;
}

/** What lies within the newly read first page is taken from it; what comes after it stays. */
function mergeFirst(
  old: LoadedRuns | undefined,
  first: readonly ListedRun[],
  nextToken: string | undefined,
): LoadedRuns {
  const relatives = old?.relatives ?? new Map<string, ListedRun>();
  const lastId = first.at(-1)?.id;
  const at = old && nextToken !== undefined ? old.runs.findIndex(({ id }) => id === lastId) : -1;
  // Where so much is new that the page no longer meets what was loaded, the list begins again.
  if (!old || at < 0) return { runs: first, relatives, nextToken };
  const read = new Set(first.map(({ id }) => id));
  const after = old.runs.slice(at + 1).filter(({ id }) => !read.has(id));
  return { runs: [...first, ...after], relatives, nextToken: after.length === 0 ? nextToken : old.nextToken };
}
