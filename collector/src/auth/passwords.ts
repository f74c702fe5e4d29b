import { type Asker, FairTurns } from './fair-turns.ts';
import { hashPassword, isPassword, SCRYPT_COST, type ScryptCost } from './password-hash.ts';

/** Beyond these, signing in would starve the other work of the thread pool, or fill the memory. */
const MAX_AT_ONCE = 2;
/** Behind so many one would wait for longer than people do: each takes a fifth of a second. */
const MAX_WAITING = 20;
/** Of one network: several people may be behind it. */
const MAX_WAITING_OF_ONE = 8;

/** Who has signed in already. */
const INSIDER: Asker = { origin: 'inside', isKnown: true };

/** Computes hashes of passwords, a few at a time. */
export class Passwords {
  readonly #cost: ScryptCost;
  /** Of a password that nobody has: who is unknown has to cost what a wrong password does. */
  #nobodys: Promise<string> | undefined;
  readonly #turns = new FairTurns({ atOnce: MAX_AT_ONCE, waitingOfOne: MAX_WAITING_OF_ONE, waiting: MAX_WAITING });

  constructor(cost: ScryptCost = SCRYPT_COST) {
    this.#cost = cost;
  }

  /** @throws ApiError `RESOURCE_EXHAUSTED` where too many wait. */
  hash(password: string): Promise<string> {
    return this.#turns.take(INSIDER, () => hashPassword(password, this.#cost));
  }

  /**
   * Whether a password is the one that was hashed. That it is not is told as late where nothing was, but then nobody waits for it.
   *
   * @param asker default: somebody who has signed in already
   * @param isLetIn whether it opens anything; else that it is right is told as late as that it is not
   * @throws ApiError `RESOURCE_EXHAUSTED` where too many wait.
   */
  async verify(password: string, stored: string | undefined, asker: Asker = INSIDER, isLetIn = true): Promise<boolean> {
    if (stored !== undefined) {
      const work = () => isPassword(password, stored);
      return this.#turns.take(asker, work, (isRight) => !isRight || !isLetIn);
    }
    this.#nobodys ??= hashPassword('', this.#cost);
    const nobodys = await this.#nobodys;
    await this.#turns.pass(asker, () => isPassword(password, nobodys));
    return false;
  }
}
