import { requireAsker } from '../../../asker.ts';

/** A question that wants to go on. */
interface Waiting {
  readonly had: number;
  readonly begin: () => void;
}

/**
 * Lets questions that take long share their thread: one turn at a time, with whatever else has come in between, and
 * first those that have had the fewest, so that a short one never waits for the end of long ones.
 */
export class TurnTaking {
  readonly #waiting: Waiting[] = [];

  /**
   * Resolves when it is one's turn.
   *
   * @param had turns so far
   * @throws ApiError if nobody waits for the answer any more.
   */
  async next(had: number): Promise<void> {
    await new Promise<void>((begin) => {
      if (this.#waiting.push({ had, begin }) === 1) setImmediate(() => this.#giveTurn());
    });
    requireAsker();
  }

  #giveTurn(): void {
    const least = Math.min(...this.#waiting.map(({ had }) => had));
    const [first] = this.#waiting.splice(
      this.#waiting.findIndex(({ had }) => had === least),
      1,
    );
    // The turn itself runs before anything else does: only then is it the next one's time.
    if (this.#waiting.length > 0) setImmediate(() => this.#giveTurn());
    first?.begin();
  }
}
