import { formatQuery, parseQuery, type Query } from './query.ts';

/** Browsers refuse more than about ten changes a second, which a held arrow key would exceed. */
const PAUSE_MS = 200;

/** Gives parameters of the current page other values, without another step in the history. */
export function replaceQuery(change: Query): void {
  replaceSearch(formatQuery({ ...parseQuery(location.search), ...change }));
}

/** Keeps the query string of the current page equal to its state, without filling the history. */
export class UrlMirror {
  readonly #path = location.pathname;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #write: (() => void) | undefined;

  /** @param search As `location.search`. */
  show(search: string): void {
    this.#soon(() => replaceSearch(search));
  }

  /** Gives parameters other values; the others stay as they are by then. */
  set(change: Query): void {
    this.#soon(() => replaceQuery(change));
  }

  /** Writes what is waiting now; call it before leaving the page. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (location.pathname === this.#path) this.#write?.();
    this.#write = undefined;
  }

  #soon(write: () => void): void {
    this.#write = write;
    this.#timer ??= setTimeout(() => this.flush(), PAUSE_MS);
  }
}

function replaceSearch(search: string): void {
  if (search !== location.search) history.replaceState(history.state, '', `${location.pathname}${search}`);
}
