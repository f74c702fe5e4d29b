const EVERY_MS = 100;

/** A terminal, as far as a line of progress needs one. */
export interface ProgressTerminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One line that says how far an evaluation is, in a terminal only. */
export class Progress {
  readonly #terminal: ProgressTerminal | undefined;
  readonly #name: string;
  readonly #total: number | undefined;
  #done = 0;
  #errors = 0;
  #shownMs = Number.NEGATIVE_INFINITY;

  /** @param total undefined where nobody knows */
  constructor(name: string, total: number | undefined, terminal: ProgressTerminal) {
    this.#name = name.replaceAll(/\s+/g, ' ');
    this.#total = total;
    this.#terminal = terminal.isTTY === true ? terminal : undefined;
  }

  add(hasFailed: boolean): void {
    this.#done += 1;
    if (hasFailed) this.#errors += 1;
    const nowMs = performance.now();
    if (nowMs - this.#shownMs < EVERY_MS) return;
    this.#shownMs = nowMs;
    this.#show();
  }

  end(): void {
    this.#show();
    this.#terminal?.write('\n');
  }

  #show(): void {
    const errors = this.#errors === 0 ? '' : `, ${this.#errors} failed`;
    const of = this.#total === undefined ? '' : `/${this.#total}`;
    // Over what stood there: back to the beginning of the line, and nothing left behind.
    this.#terminal?.write(`\r${this.#name}: ${this.#done}${of} rows${errors}\u001b[K`);
  }
}
