/** What is taken back when a run ends. */
export class Ending {
  readonly #before: (() => void)[] = [];
  readonly #after: (() => void)[] = [];

  /** Before what is left is sent. */
  before(stop: () => void): void {
    this.#before.push(stop);
  }

  /** Once it has been sent: until then the process may still be asked to end. */
  after(stop: () => void): void {
    this.#after.push(stop);
  }

  begins(): void {
    for (const stop of this.#before.splice(0)) stop();
  }

  isOver(): void {
    this.begins();
    for (const stop of this.#after.splice(0)) stop();
  }
}
