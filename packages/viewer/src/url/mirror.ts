/** Browsers refuse more than about ten changes a second, which a held arrow key would exceed. */
const PAUSE_MS = 200;

/** Keeps the query string of the current page equal to its state, without filling the history. */
export class UrlMirror {
  readonly #path = location.pathname;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: string | undefined;

  /** @param search As `location.search`. */
  show(search: string): void {
    this.#wanted = search;
    this.#timer ??= setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Writes what is waiting now; call it before leaving the page. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isStillHere = location.pathname === this.#path;
    if (this.#wanted !== undefined && isStillHere && this.#wanted !== location.search) {
      history.replaceState(history.state, '', `${this.#path}${this.#wanted}`);
    }
    this.#wanted = undefined;
  }
}
